// Which shared libraries Chromium needs, which of them this machine lacks, and where npm's own are.

/** Names that the loader looked for in vain, from what it lists of a program. */
export const missingFrom = (listing: string): string[] => [
  ...new Set([...listing.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = ""]) => name)),
];

type Libraries = {
  missing: string[];
  /** File names in `folder`. */
  carried: string[];
  folder: string;
  /** LD_LIBRARY_PATH as it is. */
  before: string | undefined;
};

/**
 * LD_LIBRARY_PATH for the browser alone. A system that lacks nothing keeps its own libraries: they
 * are maintained there, and those of npm were built for another distribution.
 */
export function libraryPath({ missing, carried, folder, before }: Libraries): string | undefined {
  const nowhere = missing.filter((name) => !carried.includes(name));
  if (nowhere.length > 0)
    throw new Error(
      `Chromium needs ${nowhere.join(", ")}, which neither this system nor npm's package has. ` +
        "Install them, or name another browser with CHROME=/path/to/chrome.",
    );
  if (missing.length === 0) return before;
  return before ? `${folder}:${before}` : folder;
}
