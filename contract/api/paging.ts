// Pages of long lists: what continues one.

/** Longer than any cursor of ours. */
export const longestCursor = 8_000;
