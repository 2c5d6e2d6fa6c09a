// A stored file as it is read: from its beginning, or on from where the last page of the same lane
// ended.
import { ConnectorError } from "../connector-error.ts";
import type { SourceClient, StoredFile } from "../source-client.ts";
import { parseInvoiceFile, type Parsed } from "./parse.ts";
import type { InvoiceSettings } from "./settings.ts";

type InvoiceClient = SourceClient<InvoiceSettings>;

/** Which page a reading stands before: the one of a resource that begins at an entry. */
export type Mark = { key: string; resource: string; from: number };

/** Readings that a lane may leave open at once; each holds what its file has told so far. */
const mostOpen = 4;

/**
 * What each lane has open. A client lives as long as its lane; what is left open then ends with it.
 */
const open = new WeakMap<InvoiceClient, Map<string, FileSession>>();

export class FileSession {
  readonly file: StoredFile;
  /** Entries of the file that have gone by before the item that comes next. */
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

  /** The items that are left. Whoever stops early keeps the reading, or ends it. */
  async *items(): AsyncGenerator<Parsed> {
    if (this.#next !== null) yield this.#next;
    for (;;) {
      const { done, value } = await this.#items.next();
      if (done) return;
      yield value;
    }
  }

  /** The same reading, standing before an item that has been taken out of it. */
  before(next: Parsed, passed: number): FileSession {
    return new FileSession(this.file, this.#items, { passed, next });
  }

  async end(): Promise<void> {
    await this.#items.return(undefined);
  }
}

/** A file from its beginning; null when it is no longer there. */
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
 * The reading that stands before a page, when this lane has it. It is taken: a page that fails
 * begins anew.
 */
export function takeOpen(client: InvoiceClient, mark: Mark): FileSession | null {
  const mine = open.get(client);
  const reading = mine?.get(nameOf(mark)) ?? null;
  mine?.delete(nameOf(mark));
  return reading;
}

/** Leaves a reading open for the next page. */
export async function keepOpen(
  client: InvoiceClient,
  mark: Mark,
  reading: FileSession,
): Promise<void> {
  const mine = open.get(client) ?? new Map<string, FileSession>();
  open.set(client, mine.set(nameOf(mark), reading));
  const [oldest] = mine.size > mostOpen ? mine : [];
  if (oldest === undefined) return;
  mine.delete(oldest[0]);
  await oldest[1].end();
}

const nameOf = ({ key, resource, from }: Mark): string => JSON.stringify([key, resource, from]);

/** A store that stops in the middle of a file is busy, not wrong. */
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
