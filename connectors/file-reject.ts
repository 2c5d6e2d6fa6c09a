// What in a file could not be used, by a name under which every refresh finds it again.
const mark = "#";

/**
 * The name of a file, or of one of its entries; the numbers of entries are the same in every
 * reading.
 */
export const fileRejectId = (key: string, entry: number | null): string =>
  entry === null ? key : `${key}${mark}${entry}`;

/** What such a name says. */
export function readFileRejectId(id: string): { key: string; entry: number | null } {
  const at = id.lastIndexOf(mark);
  return at >= 0 && /^\d{1,9}$/.test(id.slice(at + 1))
    ? { key: id.slice(0, at), entry: Number(id.slice(at + 1)) }
    : { key: id, entry: null };
}
