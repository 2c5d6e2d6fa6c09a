// Ids for unusable parts of a file, by which every refresh recognises them.
const separator = "#";

/** The id of a file, or of one of its entries; entries are numbered the same in every reading. */
export const fileRejectId = (key: string, entry: number | null): string =>
  entry === null ? key : `${key}${separator}${entry}`;

/** The file and entry of such an id. */
export function readFileRejectId(id: string): { key: string; entry: number | null } {
  const at = id.lastIndexOf(separator);
  return at >= 0 && /^\d{1,9}$/.test(id.slice(at + 1))
    ? { key: id.slice(0, at), entry: Number(id.slice(at + 1)) }
    : { key: id, entry: null };
}
