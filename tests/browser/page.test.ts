// The page itself: two languages, small screens, safe under its own policy.
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { Stage } from "./stage.ts";
import { overflowOf, visit } from "./visitor.ts";

const home = "/tenants/harbour-trading";
const screens = [
  home,
  `${home}/refreshes`,
  `${home}/connections`,
  `${home}/connections/new`,
  `${home}/configurations`,
  `${home}/members`,
  `${home}/files`,
  "/?choose",
  "/nowhere",
];
const builders =
  /\b(ETL|jobs?|pipelines?|upserts?|cron|batch(es)?|sync engine|undefined|NaN|\[object)\b/i;

const stage = new Stage();

const come = stage.come.bind(stage);

async function settle(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator("h1").first().waitFor();
}

it("refuses a wrong password in words, and lets the right one in", async () => {
  const visitor = await stage.meet();
  const { page } = visitor;
  await page.goto("/");
  await page.fill("input[name=email]", "staff@freshet.test");
  await page.fill("input[name=password]", "not-the-password");
  await page.keyboard.press("Enter");
  await page.getByText("The e-mail or password is wrong.").first().waitFor();
  await page.fill("input[name=password]", "demo-demo-demo");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Establishments" }).waitFor();
});

describe.each(["en", "fr"] as const)("in %s", (locale) => {
  it.each([320, 768, 1440])("every screen fits %d pixels and speaks plainly", async (width) => {
    const page = await come("admin", home, { locale, width, dark: width === 768 });
    for (const screen of screens) {
      await settle(page, screen);
      expect(await overflowOf(page), screen).toBeLessThanOrEqual(0);
      expect(await page.locator("body").innerText(), screen).not.toMatch(builders);
      expect(await page.evaluate("document.documentElement.lang")).toBe(locale);
    }
  });
});

it("changes its language at once, without a reload", async () => {
  const page = await come("staff", home);
  await page.getByRole("button", { name: "Refresh data" }).first().waitFor();
  await page.evaluate("window.sameLife = true");
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByLabel("Français").check();
  await page.getByRole("button", { name: "Actualiser les données" }).first().waitFor();
  expect(await page.evaluate("window.sameLife")).toBe(true);
  await page.reload();
  await page.getByRole("button", { name: "Actualiser les données" }).first().waitFor();
});

it("keeps the chosen appearance from the first paint on", async () => {
  const page = await come("staff", home);
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByLabel("Dark").check();
  const paper = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  const dark = await paper();
  await page.reload();
  await page.locator("h1").first().waitFor();
  expect(await paper()).toBe(dark);
});

it("runs nothing that is not its own: an injected script is blocked", async () => {
  const visitor = await visit(stage.browser, stage.product.address);
  const { page } = visitor;
  const answer = await page.goto("/");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  await page.locator("h1").first().waitFor();
  expect(visitor.complaints).toEqual([]);
  await page.evaluate(`
    const element = document.createElement("script");
    element.append("window.injected = true");
    try { document.head.append(element); } catch (error) { console.error("blocked: " + error.message); }
  `);
  expect(await page.evaluate("window.injected")).toBeUndefined();
  expect(visitor.complaints.join(" ")).toMatch(
    /policy: (script-src|require-trusted-types)|blocked:|Content Security Policy/,
  );
  await page.context().close();
});

it("loads less than 90 kB of script before the dashboard stands", async () => {
  const page = await come("staff", home);
  await page.locator("h1").first().waitFor();
  const sizes: Promise<number>[] = [];
  page.on("response", (answer) => {
    const isScript = answer.request().resourceType() === "script" || answer.url().endsWith(".js");
    if (isScript && answer.status() === 200)
      sizes.push(answer.body().then((body) => gzipSync(body).length));
  });
  await page.reload();
  await page.getByRole("button", { name: "Refresh data" }).first().waitFor();
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(20_000);
  expect(total).toBeLessThan(90_000);
});

it("explains a closed page, and opens it by itself when its first refresh is done", async () => {
  const page = await come("staff", "/tenants/northern-province");
  await page.getByText("The first refresh has not been started yet.").waitFor();
  await page.getByRole("button", { name: "Refresh data" }).first().click();
  await expect.poll(() => page.locator("tbody tr").count(), { timeout: 60_000 }).toBeGreaterThan(0);
  await page.getByRole("link", { name: /^Organisation units/ }).click();
  await expect.poll(() => page.locator("tbody tr").count()).toBeGreaterThan(5);
});

it("tests a connection live, and says what each check saw", async () => {
  const page = await come("admin", `${home}/connections`);
  await page.getByRole("heading", { level: 2 }).getByRole("link").first().click();
  await page.getByText(/Saved on/).waitFor();
  await page.getByRole("button", { name: "Test the connection" }).click();
  await page.getByText("The test passed.").waitFor({ timeout: 30_000 });
  expect(await page.getByText("Passed").count()).toBeGreaterThan(2);
});
