// `npm run types`, and every install (installed.mjs): the generated types, so that an editor shows
// no errors in a fresh clone.
import { ensureBindingTypes, makePageTypes } from "./generated.ts";

const failed = [ensureBindingTypes(), makePageTypes()].filter(({ ok }) => !ok);
for (const { output } of failed) console.error(output);
process.exit(failed.length > 0 ? 1 : 0);
