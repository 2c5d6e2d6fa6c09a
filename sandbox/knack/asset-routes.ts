// Uploads and downloads of files and images.
import { json, type Answer, type Call } from "../http.ts";
import type { Knack } from "./knack.ts";
import { complaint } from "./records.ts";

/** @param rest the path after the application's id */
export function answerAsset(call: Call, knack: Knack, rest: string): Answer {
  if (call.method === "POST" && /^\/assets\/(file|image)\/upload\/?$/.test(rest)) {
    const asset = knack.assets.store(call.body);
    return asset === null
      ? complaint(400, "No file was sent")
      : json({ id: asset.asset, filename: asset.filename, size: asset.sizeBytes });
  }
  const [, id = ""] = /^\/download\/asset\/([^/]+)\/[^/]+$/.exec(rest) ?? [];
  const text = knack.assets.textOf(id);
  if (call.method !== "GET" || text === undefined) return complaint(404, "Not found");
  return { status: 200, headers: { "Content-Type": "application/octet-stream" }, body: text };
}
