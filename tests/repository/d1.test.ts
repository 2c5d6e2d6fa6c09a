// The database's raw handle stays in the few files that open it; all else goes through worker/db.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/quiet.ts";

it("keeps D1 in the worker's own folder for it", () => {
  const raw = globSync("{worker,durable-objects,connectors,core}/**/*.ts", { cwd: root })
    .filter((file) => /\benv\.DB\b/.test(readFileSync(join(root, file), "utf8")))
    .filter(
      (file) =>
        ![
          "connections/proof",
          "files/files",
          "http/middleware",
          "queue/lane",
          "queue/ledger",
          "queue/sweep",
        ].some((name) => file === `worker/${name}.ts`),
    );
  expect(raw).toEqual([]);
});
