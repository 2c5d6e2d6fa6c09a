// Uids of the simulated DHIS2: eleven characters, the same for the same text.
import { Random } from "../random.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const characters = `${letters}0123456789`;

/** The uid of a text: an object keeps it as long as it keeps its name. */
export function uidFor(text: string): string {
  const random = new Random(text);
  return (
    random.pick([...letters]) +
    Array.from({ length: 10 }, () => random.pick([...characters])).join("")
  );
}

export const isUid = (value: unknown): value is string =>
  typeof value === "string" && /^[A-Za-z][A-Za-z0-9]{10}$/.test(value);
