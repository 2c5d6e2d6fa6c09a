// What comes out of a file, one thing after another: documents, what could not be used, and what is
// wrong.
import type { FileProblem } from "../../contract/api/file.ts";
import type { Finished } from "./document.ts";

export type Item =
  | Finished
  /**
   * A message of another kind: `read` ones belong to the same trade and are only looked through.
   */
  | { type: "other"; message: string; read: boolean; problems: FileProblem[] }
  /** About the file. An error means that none of it is used, whatever came before. */
  | { type: "problem"; problem: FileProblem }
  /** What the file says it is. */
  | { type: "named"; name: string };
