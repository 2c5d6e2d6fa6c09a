// What reading files had found, under the names of version 0.
import type { FileFindings } from "../../contract/api/run.ts";

export type FindingsOfVersion0 = {
  repeated: number;
  conflicting: number;
  mismatched: number;
  turned: number;
};

/** The same under the names of version 1. What was kept before files were read says nothing. */
export function renameFindings(found: FindingsOfVersion0 | null | undefined): FileFindings | null {
  if (found === null || found === undefined) return null;
  const { turned, ...others } = found;
  return { ...others, signFlipped: turned };
}
