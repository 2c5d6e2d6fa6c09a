// A stored file while it is read: from its beginning, or from where the last page of the same lane
// ended.
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient, StoredFile } from "../source-client.ts";
import { parseInvoiceFile, type Parsed } from "./parse.ts";
import type { InvoiceSettings } from "./settings.ts";

type InvoiceClient = SourceClient<InvoiceSettings>;

/** The page that a reader is positioned at: the page of a resource that begins at an entry. */
export type Mark = { key: string; resource: string; from: number };

/** Open readers per lane; each keeps in memory what its file has stated so far. */
const maxOpen = 4;

/**
 * The open readers of each lane. A client lives as long as its lane, and readers left open end with
 * it.
 */
const open = new WeakMap<InvoiceClient, Map<string, FileSession>>();

/** A file that is being read, and how far it has been read. */
export class FileSession {
  readonly file: StoredFile;
  /** How many entries of the file came before the next item. */
  readonly passed: number;
  readonly #items: AsyncGenerator<Parsed>;
  readonly #next: Parsed | null;

  constructor(
    file: StoredFile,
    items: AsyncGenerator<Parsed>,
    stands: { passed: number; next: Parsed | null } = { passed: 0, next: null },
  ) {
    this.file = file;
    this.passed = stands.passed;
    this.#items = items;
    this.#next = stands.next;
  }

  /** The remaining items. A caller that stops early must keep the reader open or end it. */
  async *items(): AsyncGenerator<Parsed> {
    if (this.#next !== null) yield this.#next;
    for (;;) {
      const { done, value } = await this.#items.next();
      if (done) return;
      yield value;
    }
  }

  /** The same reader, positioned before an item that was already taken from it. */
  before(next: Parsed, passed: number): FileSession {
    return new FileSession(this.file, this.#items, { passed, next });
  }

  async end(): Promise<void> {
    await this.#items.return(undefined);
  }
}

/** Opens a file at its beginning; null if it no longer exists. */
export async function begin(client: InvoiceClient, key: string): Promise<FileSession | null> {
  const opened = await client.files.open(key);
  if (opened === null) return null;
  const { file, bytes } = opened;
  return new FileSession(
    file,
    parseInvoiceFile(withFailures(bytes, file), file.name, client.settings),
  );
}

/**
 * The open reader for a page, if this lane has one. It is removed from the open ones, so a page
 * that fails starts over.
 */
export function takeOpen(client: InvoiceClient, mark: Mark): FileSession | null {
  const mine = open.get(client);
  const reading = mine?.get(nameOf(mark)) ?? null;
  mine?.delete(nameOf(mark));
  return reading;
}

/** Keeps a reader open for the next page. */
export async function keepOpen(
  client: InvoiceClient,
  mark: Mark,
  reading: FileSession,
): Promise<void> {
  const mine = open.get(client) ?? new Map<string, FileSession>();
  open.set(client, mine.set(nameOf(mark), reading));
  const [oldest] = mine.size > maxOpen ? mine : [];
  if (oldest === undefined) return;
  mine.delete(oldest[0]);
  await oldest[1].end();
}

const nameOf = ({ key, resource, from }: Mark): string => JSON.stringify([key, resource, from]);

/** A store that fails in the middle of a file is busy, not wrong. */
async function* withFailures(
  bytes: ReadableStream<Uint8Array>,
  file: StoredFile,
): AsyncGenerator<Uint8Array> {
  const reader = bytes.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw new ConnectorError("busy", "file_unavailable", { facts: { file: file.name }, cause });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
