// A list that loads page by page, and reloads without losing the reader's position.

export type Slice<Row> = { rows: Row[]; next: string | null };
type Read<Row> = (after: string | null, limit: number) => Promise<Slice<Row>>;

const pageSize = 50;
const mostAtOnce = 200;

/** The rows loaded so far. The first page is passed in: the screen's `load` has read it. */
export class PagedList<Row> {
  rows: Row[] = $state.raw([]);
  next: string | null = $state(null);
  loading: boolean = $state(false);
  readonly #read: Read<Row>;

  constructor(first: Slice<Row>, read: Read<Row>) {
    this.rows = first.rows;
    this.next = first.next;
    this.#read = read;
  }

  async loadMore(): Promise<void> {
    if (this.loading || this.next === null) return;
    this.loading = true;
    try {
      const slice = await this.#read(this.next, pageSize);
      this.rows = [...this.rows, ...slice.rows];
      this.next = slice.next;
    } finally {
      this.loading = false;
    }
  }

  /** Reads as many rows as are shown now and replaces them in one step. */
  async reload(): Promise<void> {
    const wanted = Math.max(this.rows.length, pageSize);
    const rows: Row[] = [];
    let next: string | null = null;
    do {
      const slice: Slice<Row> = await this.#read(next, Math.min(mostAtOnce, wanted - rows.length));
      rows.push(...slice.rows);
      next = slice.next;
    } while (next !== null && rows.length < wanted);
    this.rows = rows;
    this.next = next;
  }
}
