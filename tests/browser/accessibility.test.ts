// What a screen reader, a keyboard or a tired eye would miss, as far as a machine can tell: axe on
// every screen.
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { Stage } from "./stage.ts";
import { arrive, visit } from "./visitor.ts";

const home = "/tenants/harbour-trading";
const screens = [
  "/?choose",
  home,
  `${home}/refreshes`,
  `${home}/connections/new`,
  `${home}/configurations`,
  `${home}/members`,
  `${home}/files`,
  "/nowhere",
];

const stage = new Stage();

type Finding = { id: string; nodes: { target: string[]; failureSummary: string }[] };

describe.each([
  ["light, wide, English", { locale: "en", width: 1280, dark: false }],
  ["dark, narrow, French", { locale: "fr", width: 360, dark: true }],
] as const)("%s", (_, setting) => {
  it("has nothing that axe finds wrong on any screen", async () => {
    const stranger = await visit(stage.browser, stage.product.address, setting);
    const admin = await arrive(stage.browser, stage.product.address, "admin", home, setting);
    const global = await arrive(
      stage.browser,
      stage.product.address,
      "global",
      "/?choose",
      setting,
    );
    const found: string[] = [];
    const visits = [
      [stranger, "/sign-in"] as const,
      ...screens.map((screen) => [admin, screen] as const),
      [global, "/connections/new"] as const,
    ];
    for (const [{ page }, path] of visits) {
      await page.goto(path);
      await page.locator("h1").first().waitFor();
      await page.waitForTimeout(400);
      await page.evaluate(axe.source);
      const findings = (await page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
      )) as Finding[];
      found.push(
        ...findings.flatMap(({ id, nodes }) =>
          nodes.map(
            ({ target, failureSummary }) =>
              `${path}: ${id} at ${target.join(" ")}: ${failureSummary}`,
          ),
        ),
      );
    }
    await Promise.all([stranger, admin, global].map(({ page }) => page.context().close()));
    expect(found).toEqual([]);
  }, 120_000);
});
