// Uploaded files and images, stored as text: they only have to come back.
import type { Asset } from "./fields.ts";

export class Assets {
  readonly #kept = new Map<string, Asset & { text: string }>();

  /** Stores the file of a form's body; null if it contains none. */
  store(body: string): Asset | null {
    const [, filename, rest = ""] = /filename="([^"\r\n]+)"([\s\S]*)/.exec(body) ?? [];
    const [, text] = /\r\n\r\n([\s\S]*?)\r\n--/.exec(rest) ?? [];
    if (filename === undefined || text === undefined) return null;
    const asset = {
      asset: `5e${String(this.#kept.size + 1).padStart(22, "0")}`,
      filename,
      sizeBytes: Buffer.byteLength(text),
    };
    this.#kept.set(asset.asset, { ...asset, text });
    return asset;
  }

  /** The asset with this id, without its content. */
  find(id: string): Asset | undefined {
    const kept = this.#kept.get(id);
    return kept && { asset: kept.asset, filename: kept.filename, sizeBytes: kept.sizeBytes };
  }

  textOf(id: string): string | undefined {
    return this.#kept.get(id)?.text;
  }

  forget(): void {
    this.#kept.clear();
  }
}
