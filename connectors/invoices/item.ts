// What a file yields, one item after another: documents, unusable parts, and problems.
import type { FileProblem } from "../../contract/api/file.ts";
import type { Finished } from "./document.ts";

export type Item =
  | Finished
  /** A message of another kind. `read`: it accompanies invoices, and is only counted. */
  | { type: "other"; message: string; read: boolean; problems: FileProblem[] }
  /** About the file. An error means that nothing of the file is used, whatever came before. */
  | { type: "problem"; problem: FileProblem }
  /** The format that the file states. */
  | { type: "named"; name: string };
