// Files that people upload to a connection.
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
    description: "For the next page, pass `next` as `before`.",
    tag: "Files",
    access: { member: ["file.read"] },
    query: ListQuery,
    answers: { 200: UploadedPage },
    refuses: ["not_found", "files_not_taken"],
  },
  uploadFile: {
    summary: "Upload a file",
    description:
      "The body is the file itself (`Content-Type: application/octet-stream`, with `Content-Length`); its name is in the query. " +
      `At most ${megabytes(fileLimits.bytes)} MB, ${megabytes(fileLimits.tableBytes)} MB for tables, ${fileLimits.waiting} files waiting. ` +
      "200 with `alreadyThere` when a file with these bytes was uploaded before.",
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
    summary: "Preview a file",
    description:
      "`null` where files of this kind have no preview. Nothing is stored; `POST` stores the preview.",
    tag: "Files",
    access: { member: ["file.read"] },
    answers: { 200: FilePreview.nullable() },
    refuses: ["not_found", "files_not_taken"],
    ofSource: true,
  },
  keepPreview: {
    summary: "Preview a file, and store the preview",
    description:
      "Made once, then stored with the file. `null` where files of this kind have no preview.",
    tag: "Files",
    access: { member: ["file.write"] },
    answers: { 200: FilePreview.nullable() },
    refuses: ["not_found", "files_not_taken"],
    ofSource: true,
  },
  downloadFile: {
    summary: "Download a file",
    tag: "Files",
    access: { member: ["file.read"] },
    answers: { 200: { media: "application/octet-stream" } },
    refuses: ["not_found", "files_not_taken"],
  },
  deleteFile: {
    summary: "Delete a file that waits, or that could not be used as it is",
    description:
      "What was imported of it stays. 409 `file_imported` once a refresh has read it and could use all of it.",
    tag: "Files",
    access: { member: ["file.write"] },
    answers: { 204: null },
    refuses: ["not_found", "files_not_taken", "file_imported"],
  },
} as const satisfies Declarations;
