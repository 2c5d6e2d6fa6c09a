// Every path, link and command that our pages name is there.
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/quiet.ts";

const pages = [...globSync("*.md", { cwd: root }), ...globSync("docs/**/*.md", { cwd: root })];
const files = globSync("**/*", {
  cwd: root,
  exclude: (name) => /(^|\/)(node_modules|build|\.svelte-kit|\.git)$/.test(name),
});
const basenames = new Set(files.map((file) => basename(file)));
const topLevel = new Set(files.map((file) => file.split("/")[0] ?? ""));
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: { [name: string]: string };
};

/** Headings as GitHub names them in addresses. */
const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

const withoutCode = (page: string) => page.replaceAll(/^```[\s\S]*?^```/gm, "");

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const prose = withoutCode(text);

  it("links to what is there", () => {
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = "", anchor] = link.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      if (anchor === undefined) return false;
      return !anchorsOf(readFileSync(join(root, file), "utf8")).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("names files that are there", () => {
    const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
    const missing = spans.filter((span) => {
      if (/^[\w.-]+\.(ts|svelte|toml|json|md|mjs)$/.test(span)) return !basenames.has(span);
      const [top = ""] = span.split("/");
      if (!/^[\w@./[\]<>…*-]+$/.test(span) || !span.includes("/") || !topLevel.has(top))
        return false;
      // A placeholder ends what can be looked for: `connectors/<system>/`.
      const named = span.replace(/[^/]*[<…*].*$/, "");
      return !existsSync(join(root, named));
    });
    expect(missing).toEqual([]);
  });

  it("names commands that are there", () => {
    const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
    expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

it("sees the pages, and headings as they are linked to", () => {
  expect(pages).toContain("README.md");
  expect(anchorsOf("## A `word` of ours, here\n")).toEqual(["a-word-of-ours-here"]);
});

it("says of every folder of the Worker and of the objects what happens there", () => {
  const architecture = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const folders = globSync("{worker,durable-objects}/*/", { cwd: root }).map((folder) =>
    folder.replace(/\/$/, ""),
  );
  expect(folders.length).toBeGreaterThan(10);
  expect(folders.filter((folder) => !architecture.includes(`(../${folder})`))).toEqual([]);
});
