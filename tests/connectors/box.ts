// An inbox in memory: the files that a client offers to a connector of uploaded files.
import type { Json } from "../../contract/values/json.ts";
import type { SourceClient, StoredFile } from "../../connectors/source-client.ts";

export type BoxFile = { name: string; bytes: Uint8Array };
export type Box<Settings> = SourceClient<Settings> & { opened: string[] };

/** Files numbered in the order they came, from 1; file 3 is `file-3`. */
export function boxOf<Settings>(files: BoxFile[], settings: Settings): Box<Settings> {
  const stored = files.map(({ name, bytes }, at): StoredFile & { content: Uint8Array } => ({
    key: `file-${at + 1}`,
    number: at + 1,
    name,
    bytes: bytes.length,
    content: bytes,
  }));
  const memory = new Map<string, Json>();
  const opened: string[] = [];
  return {
    settings,
    secret: null,
    host: "",
    opened,
    call: () => Promise.reject(new Error("nobody is called")),
    withSocket: () => Promise.reject(new Error("nobody is called")),
    recall: (key) => memory.get(key) ?? null,
    remember: (key, value) => void memory.set(key, value),
    files: {
      list: async (after, limit) =>
        stored
          .filter(({ number }) => number > after)
          .slice(0, limit)
          .map(({ key, number, name, bytes }) => ({ key, number, name, bytes })),
      open: async (key) => {
        opened.push(key);
        const found = stored.find((one) => one.key === key);
        if (found === undefined) return null;
        const { content, ...file } = found;
        return {
          file,
          bytes: new Blob([new Uint8Array(content)]).stream() as ReadableStream<Uint8Array>,
        };
      },
    },
  };
}
