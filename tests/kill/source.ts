// The campaign's Odoo sandbox: its records, its log and its delays. It survives the kills.

export type Row = { id: number; [field: string]: unknown };

export class Source {
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  async #ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.#address}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  /** Delays every answer of some databases. */
  async slowDown(databases: string[], delayMs: number): Promise<void> {
    await this.#ask(
      "POST",
      "faults",
      databases.map((database) => ({ fault: "slow", delayMs, from: 1, database })),
    );
  }

  async speedUp(): Promise<void> {
    await this.#ask("DELETE", "faults");
  }

  async change(order: {
    database: string;
    model: string;
    changed: number;
    added: number;
    removed: number;
  }): Promise<void> {
    await this.#ask("POST", "change", order);
  }

  /** When a database received its first request after a moment (ms since 1970); null: not yet. */
  async askedSince(database: string, moment: number): Promise<number | null> {
    const { entries } = await this.#ask<{ entries: { at: number }[] }>(
      "GET",
      `log?database=${database}&limit=500`,
    );
    return entries.find(({ at }) => at > moment)?.at ?? null;
  }

  async clearLog(): Promise<void> {
    await this.#ask("DELETE", "log");
  }

  async records(
    database: string,
    model: string,
    domain: unknown[],
    fields: string[],
  ): Promise<Row[]> {
    const query = new URLSearchParams({
      database,
      model,
      domain: JSON.stringify(domain),
      fields: fields.join(","),
    });
    return (await this.#ask<{ records: Row[] }>("GET", `records?${query}`)).records;
  }
}
