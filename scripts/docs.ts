// `npm run docs`: writes the parts of our pages that come from elsewhere: the picture of the imports,
// the figures of the benches, code that is quoted, limits. `-- --check` only says what is out of date;
// with `--cruised` the imports are those that `npm run check` has just found.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pages, rendered } from "./docs/blocks.ts";
import { cruise } from "./docs/picture.ts";
import { root } from "./quiet.ts";

const isCheck = process.argv.includes("--check");
if (!process.argv.includes("--cruised")) {
  const { ok, output } = cruise();
  if (!ok) {
    console.log(output);
    process.exit(1);
  }
}

const stale = pages.filter((page) => {
  const file = join(root, page);
  const text = readFileSync(file, "utf8");
  const current = rendered(text);
  if (current === text) return false;
  if (!isCheck) writeFileSync(file, current);
  return true;
});

if (isCheck && stale.length > 0) {
  console.log(`${stale.join(", ")}: out of date; \`npm run docs\` writes them.`);
  process.exit(1);
}
for (const page of stale) console.log(`wrote ${page}`);
