// Files that people upload to a connection.
import { dispositionOf } from "../files/file-name.ts";
import { keepPreview, previewFile } from "../files/preview.ts";
import { deleteFile, uploadFile } from "../files/upload.ts";
import { contentOf, fileOf, filesPage } from "../files/view.ts";
import { factory, tenantCallOf, type AppContext } from "../http/context.ts";
import { serve } from "../http/serve.ts";

export const fileRoutes = factory.createApp();

serve(fileRoutes, "listFiles", (c, { path: { connection }, query: { before = null, limit } }) =>
  filesPage(tenantCallOf(c), { connection, before, limit }),
);

serve(fileRoutes, "uploadFile", async (c, { path: { connection }, query: { name } }) => {
  const { body } = c.req.raw;
  const order = { connection, name, length: announcedLength(c), body };
  const upload = await uploadFile(tenantCallOf(c), order);
  return c.json(upload, upload.alreadyThere ? 200 : 201);
});

serve(fileRoutes, "getFile", (c, { path }) => fileOf(tenantCallOf(c), path));

serve(fileRoutes, "previewFile", (c, { path }) => previewFile(tenantCallOf(c), path));

serve(fileRoutes, "keepPreview", (c, { path }) => keepPreview(tenantCallOf(c), path));

serve(fileRoutes, "downloadFile", async (c, { path }) => {
  const { name, bytes } = await contentOf(tenantCallOf(c), path);
  // A browser saves it and never shows it, because the content comes from outside.
  return new Response(bytes.body, {
    headers: {
      "content-type": "application/octet-stream",
      "content-length": String(bytes.size),
      "content-disposition": dispositionOf(name),
    },
  });
});

serve(fileRoutes, "deleteFile", (c, { path }) => deleteFile(tenantCallOf(c), path));

/** Bytes that the caller has announced; null: none, or no number. */
function announcedLength(c: AppContext): number | null {
  const text = c.req.header("content-length") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
