// What one call of a tenant's object is given.

/** Its time, and where new ids and chance in [0, 1) come from. */
export type CallContext = { now: number; newId: () => string; chance: () => number };
