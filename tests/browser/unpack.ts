// Unpacks Chromium, its libraries and its fonts into the folder that TMPDIR names: the package knows
// no other way to choose one, so this runs as a process of its own.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import chromium, { inflate } from "@sparticuz/chromium";

const [home = ""] = process.argv.slice(2);
const archives = join(createRequire(import.meta.url).resolve("@sparticuz/chromium"), "../../bin");

await Promise.all([chromium.executablePath(), inflate(join(archives, "al2023.tar.br"))]);

// The package's own list of fonts names fixed folders. Without a single font Chromium crashes on its
// first page; the system's come first where there are some.
writeFileSync(
  join(process.env["TMPDIR"] ?? "", "fonts.conf"),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${home}/fonts</dir>
  <cachedir>${home}/fonts-cache</cachedir>
</fontconfig>
`,
);
