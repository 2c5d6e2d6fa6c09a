// The table of screens, held against the routes of the page: none is missing, none is open by
// oversight.
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { actionsAt, mayOpen, screens, type Screen } from "../../contract/api/screens.ts";

const routes = resolve(import.meta.dirname, "../../web/routes");
const rooted = (file: string) => `/${file.split("/").slice(0, -1).join("/")}`;

/** Every route that can be opened by its address: a page, or one that only leads on. */
const pages = [...new Set(globSync("**/+page.{ts,svelte}", { cwd: routes }).map(rooted))];
const all = Object.keys(screens) as Screen[];

describe("the table of screens", () => {
  it("has a row for every page", () => {
    expect(pages.filter((page) => !(page in screens))).toEqual([]);
  });

  it.each(all.filter((screen) => screens[screen].length > 0 && pages.includes(screen)))(
    "is asked before %s loads anything",
    (screen) => {
      const text = readFileSync(join(routes, screen, "+page.ts"), "utf8");
      const [asked, called] = [
        text.indexOf("requireScreen({ parent, route })"),
        text.indexOf("await api."),
      ];
      expect(asked).toBeGreaterThan(0);
      expect(called === -1 || asked < called).toBe(true);
    },
  );

  it("asks for rights in the establishment of the screen, and for those above them elsewhere", () => {
    const me = { actions: ["fleet.read"] as const };
    expect(
      actionsAt("/refreshes", { actions: [...me.actions] }, { actions: ["history.read"] }),
    ).toEqual(["fleet.read"]);
    expect(
      actionsAt(
        "/tenants/[tenant]/refreshes",
        { actions: [...me.actions] },
        { actions: ["history.read"] },
      ),
    ).toEqual(["history.read"]);
    expect(mayOpen("/tenants/[tenant]/refreshes", ["run.watch"])).toBe(false);
    expect(mayOpen("/tenants/[tenant]/configurations/new", ["configuration.write"])).toBe(false);
  });
});
