// What a log may say of an error: its kind and where it happened. What it says itself may quote
// what somebody sent.

export type ErrorLine = { error: string; message?: string; at: string };

/** Errors whose words are ours or the database's own, and hold no value that came from outside. */
const ownWords = /^(SealError|DoorProblem|SourceProblem|DrizzleQueryError|DrizzleError)$/;
const databaseWords = /^D1_[A-Z_]+: /;
const framesShown = 6;
const longest = 500;

/**
 * An error in the words of a log: its name, the frames of its trace, and its message only where
 * that is known to be ours. JSON.parse, zod and URL quote in their messages what they were given;
 * so may what lies behind a remote call.
 */
export function errorLine(error: unknown): ErrorLine {
  if (!(error instanceof Error)) return { error: typeof error, at: "" };
  const { name, message, stack = "" } = error;
  // A message may hold lines that look like frames: the trace begins after it.
  const begins = message === "" ? 0 : stack.indexOf(message);
  const trace = begins < 0 ? "" : stack.slice(begins + message.length);
  const at = trace
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, framesShown)
    .map((line) => line.trim())
    .join(" ");
  const known = ownWords.test(name) || databaseWords.test(message);
  return {
    error: /^\w{1,60}$/.test(name) ? name : "Error",
    ...(known ? { message: oneLine(withoutValues(message)) } : {}),
    at,
  };
}

// A failed statement quotes the values bound to it after this word.
const withoutValues = (message: string) => message.split("\nparams:")[0] ?? "";

const oneLine = (text: string) => text.replace(/\s+/g, " ").slice(0, longest);
