// Records kept as JSON say the version of their shape: an older one is brought up to date when it
// is read.

/** How one kind of record is written and read. `Kept` is its shape of today. */
export type StoredFormat<Kept> = { write(record: Kept): string; read(text: string): Kept };

/**
 * The way from the shape of one version to that of the next: pure, and never edited once it has
 * shipped.
 */
type Upgrade = (stored: never) => object;

/**
 * @param upgrades the way from each version to the next, oldest first. Version 0 is what was kept
 * before records said their version; today's version is as many as there are upgrades.
 */
export function storedFormat<Kept extends object>(
  kind: string,
  upgrades: readonly Upgrade[],
): StoredFormat<Kept> {
  return {
    write: (record) => JSON.stringify({ ...record, version: upgrades.length }),
    read(text) {
      const { version = 0, ...stored } = JSON.parse(text) as { version?: number };
      return upgraded<Kept>(kind, upgrades, { version, stored });
    },
  };
}

/** A record of any version in its shape of today. One that newer code has kept is not guessed at. */
export function upgraded<Kept>(
  kind: string,
  upgrades: readonly Upgrade[],
  { version, stored }: { version: number; stored: object },
): Kept {
  if (version > upgrades.length)
    throw new Error(`a ${kind} of version ${version} is kept, this code knows ${upgrades.length}`);
  return upgrades
    .slice(version)
    .reduce((older, upgrade) => upgrade(older as never), stored) as Kept;
}
