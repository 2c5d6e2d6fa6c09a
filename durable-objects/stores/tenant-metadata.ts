// Single values of a tenant's object: its tenant, the current epoch and the last generation given
// out.

export type TenantIdentity = { tenant: string; jurisdiction: "eu" | null };

export class TenantMetadata {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  #read(name: string): string | null {
    return (
      this.#sql.exec<{ value: string }>("SELECT value FROM fact WHERE name = ?", name).toArray()[0]
        ?.value ?? null
    );
  }

  #write(name: string, value: string): void {
    this.#sql.exec("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", name, value);
  }

  #raise(name: string): number {
    const next = Number(this.#read(name) ?? 0) + 1;
    this.#write(name, String(next));
    return next;
  }

  /** The tenant of this object; null before its first command. */
  identity(): TenantIdentity | null {
    const tenant = this.#read("tenant");
    return tenant === null
      ? null
      : { tenant, jurisdiction: this.#read("jurisdiction") === "eu" ? "eu" : null };
  }

  /** Fixes the tenant at the first command; an object called by another name refuses. */
  claimTenant({ tenant, jurisdiction }: TenantIdentity): void {
    const known = this.identity();
    if (known === null) {
      this.#write("tenant", tenant);
      this.#write("jurisdiction", jurisdiction ?? "");
    } else if (known.tenant !== tenant) throw new Error("this object belongs to another tenant");
  }

  /** Rises at start, cancel and undo: old holders are refused by it. */
  epoch(): number {
    return Number(this.#read("epoch") ?? 0);
  }

  raiseEpoch(): number {
    return this.#raise("epoch");
  }

  /** A new generation; never given out twice. */
  raiseGeneration(): number {
    return this.#raise("generation");
  }

  abort(generation: number): void {
    this.#sql.exec("INSERT OR IGNORE INTO dead (generation) VALUES (?)", generation);
  }

  reopen(generation: number): void {
    this.#sql.exec("DELETE FROM dead WHERE generation = ?", generation);
  }

  settingsVersion(): number {
    return Number(this.#read("settingsVersion") ?? 0);
  }

  keepSettingsVersion(version: number): void {
    this.#write("settingsVersion", String(version));
  }
}
