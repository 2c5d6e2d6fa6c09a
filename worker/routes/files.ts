// Files that people bring to a connection: in, looked into, listed, out again, and removed while
// nothing has read them.
import { z } from "zod";
import { FilePreview } from "../../contract/api/file.ts";
import { say } from "../../contract/sentences/say.ts";
import { fileLimits, Upload, UploadedFile, UploadedPage } from "../../contract/api/upload.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import { sourceOf } from "../configurations/catalog.ts";
import { factory, type AppContext } from "../http/context.ts";
import { takeAttempt } from "../db/rate-limit.ts";
import type { ConnectionRow } from "../db/schema.ts";
import {
  countAfter,
  deleteFile,
  findContent,
  findFile,
  insertFile,
  keepPreview,
  listFiles,
  type FilePlace,
  type FileRow,
} from "../db/files.ts";
import { declareRoute, query } from "../http/declare-route.ts";
import { tenantRpc } from "../stubs.ts";
import { cleanName, dispositionOf } from "../files/file-name.ts";
import { keyOf, readUpTo, takesFiles, type ReadUpTo } from "../files/files.ts";
import { wholeNumber } from "../../contract/values/whole-number.ts";
import { HttpProblem, SourceProblem } from "../http/problem.ts";
import { allow } from "../access/gates.ts";
import { actorOf } from "../access/principal.ts";
import { keepBytes, refuseLength, type Incoming } from "../files/upload.ts";
import { knownConnection } from "./connections.ts";

const tag = "Files";
const ListQuery = z.strictObject({
  before: wholeNumber({ min: 1 }).optional(),
  limit: wholeNumber({ min: 1, max: 100 }).default(50),
});
const UploadQuery = z.strictObject({ name: z.string().min(1).max(1_000) });
/** Whoever brings files brings them by hand; a program that went wild is stopped. */
const perPerson = { max: 600, windowMs: 10 * 60_000 };

export const fileRoutes = factory.createApp();

fileRoutes.get(
  "/connections/:connection/files",
  declareRoute({
    summary: "Files of a connection, newest first",
    description: "Read on with `before` = `next` of the page before.",
    tag,
    answers: { 200: UploadedPage },
    refuses: ["not_found", "files_not_taken"],
  }),
  allow("file.read"),
  query(ListQuery),
  async (c) => {
    const { place } = await known(c);
    const { before, limit } = c.req.valid("query");
    const upTo = await howFar(c, place);
    const rows = await listFiles(c.var.db, place, { before: before ?? null, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const { bytes, tableBytes, waiting } = fileLimits;
    return c.json({
      files: shown.map((row) => show(c, row, upTo)),
      next: rows.length > limit ? String(shown.at(-1)?.number ?? "") : null,
      waiting: await countAfter(c.var.db, place, upTo.all),
      limits: { bytes, tableBytes, waiting },
    } satisfies UploadedPage);
  },
);

fileRoutes.post(
  "/connections/:connection/files",
  declareRoute({
    summary: "Bring a file",
    description:
      "The body is the file itself (`Content-Type: application/octet-stream`, with `Content-Length`), its name is in the query. " +
      `At most ${fileLimits.bytes / 1024 / 1024} MB, ${fileLimits.tableBytes / 1024 / 1024} MB for tables, ${fileLimits.waiting} files waiting. ` +
      "200 with `alreadyThere` when these bytes had been brought before.",
    tag,
    answers: { 200: Upload, 201: Upload },
    refuses: [
      "not_found",
      "not_valid",
      "files_not_taken",
      "file_not_bytes",
      "file_length_missing",
      "upload_empty",
      "file_cut_short",
      "file_too_large",
      "too_many_files",
      "too_many_requests",
    ],
  }),
  allow("file.write"),
  query(UploadQuery),
  async (c) => {
    const { place } = await known(c);
    const name = cleanName(c.req.valid("query").name);
    if (name === "")
      throw new HttpProblem("not_valid", { extra: { errors: [{ path: "name", message: "" }] } });
    const incoming = announced(c);
    await takeTurn(c);
    const upTo = await howFar(c, place);
    if ((await countAfter(c.var.db, place, upTo.all)) >= fileLimits.waiting) throw tooManyFiles();
    const id = crypto.randomUUID();
    const sha256 = await keepBytes(c.env.FILES, keyOf(place, id), incoming);
    const file = {
      id,
      sha256,
      name,
      bytes: incoming.length,
      uploadedBy: actorOf(c.var.principal).id,
    };
    const order = {
      file,
      after: upTo.all,
      most: fileLimits.waiting,
      ...written(c, "file_uploaded", file),
    };
    const isNew = await insertFile(c.var.db, place, order);
    if (!isNew) await c.env.FILES.delete(keyOf(place, id));
    const row = await findContent(c.var.db, place, sha256);
    if (!row) throw tooManyFiles();
    return c.json(
      { ...show(c, row, upTo), alreadyThere: !isNew } satisfies Upload,
      isNew ? 201 : 200,
    );
  },
);

fileRoutes.get(
  "/connections/:connection/files/:file",
  declareRoute({
    summary: "A file",
    tag,
    answers: { 200: UploadedFile },
    refuses: ["not_found", "files_not_taken"],
  }),
  allow("file.read"),
  async (c) => {
    const { place, row } = await knownFile(c);
    return c.json(show(c, row, await howFar(c, place)));
  },
);

fileRoutes.get(
  "/connections/:connection/files/:file/preview",
  declareRoute({
    summary: "A look into a file",
    description:
      "`null` where files of this kind cannot be looked into. Nothing is kept of it; `POST` keeps it.",
    tag,
    answers: { 200: FilePreview.nullable() },
    refuses: ["not_found", "files_not_taken"],
    ofSource: true,
  }),
  allow("file.read"),
  async (c) => {
    const { connection, place, row } = await knownFile(c);
    const preview = row.preview ?? (await lookInto(c, connection, place, row));
    return c.json(preview && worded(c, preview));
  },
);

fileRoutes.post(
  "/connections/:connection/files/:file/preview",
  declareRoute({
    summary: "Look into a file, and keep what was seen",
    description:
      "Taken once, then kept with the file. `null` where files of this kind cannot be looked into.",
    tag,
    answers: { 200: FilePreview.nullable() },
    refuses: ["not_found", "files_not_taken"],
    ofSource: true,
  }),
  allow("file.write"),
  async (c) => {
    const { connection, place, row } = await knownFile(c);
    const preview = row.preview ?? (await lookInto(c, connection, place, row));
    if (preview && !row.preview) await keepPreview(c.var.db, place, row.id, preview);
    return c.json(preview && worded(c, preview));
  },
);

fileRoutes.get(
  "/connections/:connection/files/:file/content",
  declareRoute({
    summary: "The file itself, as it was brought",
    tag,
    answers: { 200: null },
    refuses: ["not_found", "files_not_taken"],
  }),
  allow("file.read"),
  async (c) => {
    const { place, row } = await knownFile(c);
    const kept = await c.env.FILES.get(keyOf(place, row.id));
    if (!kept) throw new HttpProblem("not_found");
    // Never shown by a browser, always saved: what is in it comes from outside.
    return new Response(kept.body, {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(kept.size),
        "content-disposition": dispositionOf(row.name),
      },
    });
  },
);

fileRoutes.delete(
  "/connections/:connection/files/:file",
  declareRoute({
    summary: "Remove a file that waits, or could not be used as it is",
    description:
      "What was imported of it stays. 409 `file_imported` once a refresh has read it and could use all of it.",
    tag,
    answers: { 204: null },
    refuses: ["not_found", "files_not_taken", "file_imported"],
  }),
  allow("file.write"),
  async (c) => {
    const { place, row } = await knownFile(c);
    const upTo = await howFar(c, place);
    // What could not be used would be told in every refresh to come, and nobody could do anything
    // about it.
    const after = ["partly", "refused"].includes(stateOf(row, upTo)) ? 0 : upTo.any;
    const gone = await deleteFile(c.var.db, place, {
      id: row.id,
      after,
      ...written(c, "file_deleted", row),
    });
    if (!gone) throw new HttpProblem("file_imported");
    await c.env.FILES.delete(keyOf(place, row.id));
    return c.body(null, 204);
  },
);

type Known = { connection: ConnectionRow; place: FilePlace };

/** The connection of the path, when it takes files. */
async function known(c: AppContext): Promise<Known> {
  const connection = await knownConnection(c);
  if (!takesFiles(connection.kind)) throw new HttpProblem("files_not_taken");
  return { connection, place: { tenant: c.var.membership.tenant.id, connection: connection.id } };
}

async function knownFile(c: AppContext): Promise<Known & { row: FileRow }> {
  const found = await known(c);
  const row = await findFile(c.var.db, found.place, c.req.param("file") ?? "");
  if (!row) throw new HttpProblem("not_found");
  return { ...found, row };
}

/** The body of the request with the length that it was announced with. */
function announced(c: AppContext): Incoming {
  const text = c.req.header("content-length") ?? "";
  if (!/^\d{1,15}$/.test(text)) throw new HttpProblem("file_length_missing");
  const length = Number(text);
  const { body } = c.req.raw;
  if (length === 0 || body === null) throw new HttpProblem("upload_empty");
  refuseLength(length);
  return { body, length };
}

async function takeTurn(c: AppContext): Promise<void> {
  const waitSeconds = await takeAttempt(
    c.var.db,
    `file:${actorOf(c.var.principal).id}`,
    perPerson,
    new Date(),
  );
  if (waitSeconds !== null)
    throw new HttpProblem("too_many_requests", { headers: { "retry-after": String(waitSeconds) } });
}

const tooManyFiles = () =>
  new HttpProblem("too_many_files", { facts: { most: String(fileLimits.waiting) } });

const howFar = (c: AppContext, place: FilePlace): Promise<ReadUpTo> =>
  readUpTo(c.var.db, place, tenantRpc(c.env, c.var.membership.tenant));

async function lookInto(
  c: AppContext,
  connection: ConnectionRow,
  place: FilePlace,
  row: FileRow,
): Promise<FilePreview | null> {
  const source = sourceOf(connection.kind);
  const kept = source.preview && (await c.env.FILES.get(keyOf(place, row.id)));
  if (!source.preview || !kept) return null;
  try {
    return await source.preview(kept.body, row.name, source.settings.parse(connection.settings));
  } catch (error) {
    throw error instanceof ConnectorError ? new SourceProblem(error.failure) : error;
  }
}

/** A preview with the sentence of each problem. */
const worded = (c: AppContext, preview: FilePreview): FilePreview => ({
  ...preview,
  problems: preview.problems.map((problem) => ({
    ...problem,
    message: say(problem.code, problem.facts, c.var.locale),
  })),
});

function stateOf(
  { id, number, preview }: FileRow,
  { all, unusable, warned }: ReadUpTo,
): UploadedFile["state"] {
  if (number > all) return "waiting";
  const used = warned.has(id) ? "warned" : "imported";
  return unusable.get(id) ?? (preview !== null && preview.documents === 0 ? "refused" : used);
}

function show(c: AppContext, row: FileRow, upTo: ReadUpTo): UploadedFile {
  const { id, name, bytes, sha256, preview } = row;
  return {
    id,
    name,
    bytes,
    sha256,
    uploadedAt: row.uploadedAt.toISOString(),
    uploadedBy: row.uploadedByName,
    state: stateOf(row, upTo),
    preview: preview && worded(c, preview),
  };
}

const written = (
  c: AppContext,
  action: "file_uploaded" | "file_deleted",
  { id, name, bytes }: Pick<FileRow, "id" | "name" | "bytes">,
) => {
  const tenant = c.var.membership.tenant.id;
  const facts = { name, bytes: String(bytes), connection: c.req.param("connection") ?? "" };
  return {
    now: new Date(),
    audit: { tenant, actor: actorOf(c.var.principal), action, target: id, facts },
  };
};
