// A file of a kind that the invoice connector recognises but cannot read.
import type { foreignFiles } from "../../../contract/sentences/areas/foreign-files.ts";

/** `name`: the kind, as a preview shows it. */
export type Foreign = {
  code: keyof typeof foreignFiles;
  name: string;
  facts: Record<string, string>;
};
