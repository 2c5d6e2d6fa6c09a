// Check and tidy: what a refresh finds among the documents of files, added up as it is found.
import type { FileFindings } from "../contract/api/run.ts";

/** What one file told of itself, and what the store told when all files were in. */
export type FileFound = Pick<FileFindings, "repeated" | "signFlipped">;
export type StoreFound = Pick<FileFindings, "conflicting" | "mismatched">;

export const noneFound: FileFindings = {
  repeated: 0,
  conflicting: 0,
  mismatched: 0,
  signFlipped: 0,
};

/** Nothing is found where nothing is read from files. */
export const addFound = (
  held: FileFindings | null,
  found: Partial<FileFindings>,
): FileFindings | null =>
  held && {
    repeated: held.repeated + (found.repeated ?? 0),
    conflicting: held.conflicting + (found.conflicting ?? 0),
    mismatched: held.mismatched + (found.mismatched ?? 0),
    signFlipped: held.signFlipped + (found.signFlipped ?? 0),
  };
