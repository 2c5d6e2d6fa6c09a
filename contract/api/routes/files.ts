// Files that people bring to a connection: in, looked into, listed, out again, and removed while
// nothing has read them.
import { z } from "zod";
import { wholeNumber } from "../../values/whole-number.ts";
import { FilePreview } from "../file.ts";
import { fileLimits, Upload, UploadedFile, UploadedPage } from "../upload.ts";
import type { Declarations } from "./route.ts";

const ListQuery = z.strictObject({
  before: wholeNumber({ min: 1 }).optional(),
  limit: wholeNumber({ min: 1, max: 100 }).default(50),
});
const UploadQuery = z.strictObject({ name: z.string().min(1).max(1_000) });

const megabytes = (bytes: number) => bytes / 1024 / 1024;

export const fileRoutes = {
  listFiles: {
    summary: "Files of a connection, newest first",
    description: "Read on with `before` = `next` of the page before.",
    tag: "Files",
    access: { member: ["file.read"] },
    query: ListQuery,
    answers: { 200: UploadedPage },
    refuses: ["not_found", "files_not_taken"],
  },
  uploadFile: {
    summary: "Bring a file",
    description:
      "The body is the file itself (`Content-Type: application/octet-stream`, with `Content-Length`), its name is in the query. " +
      `At most ${megabytes(fileLimits.bytes)} MB, ${megabytes(fileLimits.tableBytes)} MB for tables, ${fileLimits.waiting} files waiting. ` +
      "200 with `alreadyThere` when these bytes had been brought before.",
    tag: "Files",
    access: { member: ["file.write"] },
    query: UploadQuery,
    queryExample: { name: "invoices.edi" },
    body: { media: "application/octet-stream", example: "invoices.edi" },
    answers: { 200: Upload, 201: Upload },
    refuses: [
      "not_found",
      "files_not_taken",
      "file_not_bytes",
      "file_length_missing",
      "upload_empty",
      "file_cut_short",
      "file_too_large",
      "too_many_files",
      "too_many_requests",
    ],
  },
  getFile: {
    summary: "A file",
    tag: "Files",
    access: { member: ["file.read"] },
    answers: { 200: UploadedFile },
    refuses: ["not_found", "files_not_taken"],
  },
  previewFile: {
    summary: "A look into a file",
    description:
      "`null` where files of this kind cannot be looked into. Nothing is kept of it; `POST` keeps it.",
    tag: "Files",
    access: { member: ["file.read"] },
    answers: { 200: FilePreview.nullable() },
    refuses: ["not_found", "files_not_taken"],
    ofSource: true,
  },
  keepPreview: {
    summary: "Look into a file, and keep what was seen",
    description:
      "Taken once, then kept with the file. `null` where files of this kind cannot be looked into.",
    tag: "Files",
    access: { member: ["file.write"] },
    answers: { 200: FilePreview.nullable() },
    refuses: ["not_found", "files_not_taken"],
    ofSource: true,
  },
  downloadFile: {
    summary: "The file itself, as it was brought",
    tag: "Files",
    access: { member: ["file.read"] },
    answers: { 200: { media: "application/octet-stream" } },
    refuses: ["not_found", "files_not_taken"],
  },
  deleteFile: {
    summary: "Remove a file that waits, or could not be used as it is",
    description:
      "What was imported of it stays. 409 `file_imported` once a refresh has read it and could use all of it.",
    tag: "Files",
    access: { member: ["file.write"] },
    answers: { 204: null },
    refuses: ["not_found", "files_not_taken", "file_imported"],
  },
} as const satisfies Declarations;
