// What this object wrote itself comes back with the type it went in with: the one place where that
// is said.

export const parseJson = <T>(text: string): T => JSON.parse(text) as T;

/** The path of one member in SQLite's JSON functions, whatever characters its name has. */
export const jsonPath = (column: string): string => `$.${JSON.stringify(column)}`;
