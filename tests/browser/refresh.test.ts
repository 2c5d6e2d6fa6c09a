// The refresh as people live it: one click, real progress, new numbers, and the same for everybody
// who looks.
import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { bringingFiles } from "./files.ts";
import { Stage } from "./stage.ts";

const home = "/tenants/atelier-nord";
const stage = new Stage();

afterEach(() => stage.product.slowDown(0));

async function come(who: string, path = home): Promise<Page> {
  const page = await stage.come(who, path);
  await page.getByText("Live", { exact: true }).first().waitFor();
  return page;
}

const start = (page: Page) => page.getByRole("button", { name: "Refresh data" }).first();
const panel = (page: Page) => page.getByRole("region", { name: "Data refresh" });
const bar = (page: Page) => page.getByRole("progressbar").first();
const percentOf = async (page: Page) => Number(await bar(page).getAttribute("aria-valuenow"));
const result = (page: Page) => panel(page).getByText(/ checked, .* in |^Nothing changed/);

/** Waits until the bar stands where work has been done. */
async function progressed(page: Page): Promise<number> {
  await expect.poll(() => percentOf(page), { timeout: 30_000 }).toBeGreaterThan(0);
  return percentOf(page);
}

it("shows progress, the result and the new numbers after one click, also to somebody who only looks", async () => {
  await stage.product.slowDown(500);
  const staff = await come("staff");
  const viewer = await come("viewer");
  await staff.getByText("No records yet.").waitFor();
  expect(await start(viewer).count()).toBe(0);

  await start(staff).click();
  await panel(staff).waitFor();
  await progressed(staff);
  await viewer.getByText(/Data refresh in progress: \d+/).waitFor();
  expect(await panel(staff).getByRole("listitem").count()).toBe(3);

  await result(staff).waitFor({ timeout: 60_000 });
  await expect.poll(() => staff.locator("tbody tr").count()).toBeGreaterThan(5);
  await expect
    .poll(() => viewer.locator("tbody tr").count(), { timeout: 15_000 })
    .toBeGreaterThan(5);
  await viewer.getByText("Updated just now").waitFor();
});

it("tells the truth again after a reload in the middle", async () => {
  await stage.product.slowDown(700);
  const staff = await come("staff");
  await start(staff).click();
  const seen = await progressed(staff);
  await staff.reload();
  await panel(staff).waitFor();
  expect(await percentOf(staff)).toBeGreaterThanOrEqual(seen);
  await result(staff).waitFor({ timeout: 60_000 });
});

it("stops on request and leaves the data as it was", async () => {
  const staff = await come("staff");
  await staff.locator("tbody tr").first().waitFor();
  const before = await staff.locator("tbody").first().innerText();
  await stage.product.slowDown(1_500);
  await start(staff).click();
  await panel(staff).getByRole("button", { name: "Stop" }).click();
  await staff.getByRole("dialog").getByRole("button", { name: "Stop the refresh" }).click();
  await panel(staff).getByText("The refresh was stopped").waitFor({ timeout: 30_000 });
  await panel(staff).getByText("Your data has not changed.").waitFor();
  expect(await staff.locator("tbody").first().innerText()).toBe(before);
});

it("has one refresh when two people click at once, and both watch it", async () => {
  await stage.product.slowDown(300);
  const staff = await come("staff", `${home}/refreshes`);
  const rows = () =>
    staff
      .getByRole("table", { name: /Earlier refreshes/ })
      .locator("tbody tr")
      .count();
  const before = await rows();
  await staff.goto(home);
  const admin = await come("admin");
  await Promise.all([start(staff).click(), start(admin).click()]);
  await Promise.all([panel(staff).waitFor(), panel(admin).waitFor()]);
  await Promise.all([
    result(staff).waitFor({ timeout: 60_000 }),
    result(admin).waitFor({ timeout: 60_000 }),
  ]);
  await staff.goto(`${home}/refreshes`);
  await expect.poll(rows).toBe(before + 1);
});

it("never moves what somebody is reading: new data waits behind a bar", async () => {
  const viewer = await come("viewer", home);
  await viewer.locator("tbody tr").first().waitFor();
  const staff = await come("staff");
  await stage.product.changeSource({ changed: 40, added: 5 });
  await viewer.getByRole("searchbox").focus();
  await viewer.evaluate("scrollTo(0, 400)");
  await start(staff).click();
  await result(staff).waitFor({ timeout: 60_000 });
  const show = viewer.getByRole("button", { name: "Show it" });
  await show.waitFor();
  await expect.poll(() => viewer.evaluate("scrollY")).toBeGreaterThan(300);
  await show.click();
  await expect.poll(() => show.count()).toBe(0);
});

it("can be started, left and found again by keyboard alone", async () => {
  await stage.product.slowDown(800);
  const staff = await come("staff");
  await start(staff).waitFor();
  const focused = () => staff.evaluate<string>("document.activeElement.innerText.trim()");
  for (let step = 0; step < 30 && (await focused()) !== "Refresh data"; step++)
    await staff.keyboard.press("Tab");
  await staff.keyboard.press("Enter");
  await expect.poll(focused).toBe("Data refresh");
  await staff.keyboard.press("Escape");
  expect(await panel(staff).count()).toBe(0);
  await expect.poll(focused).toMatch(/View progress|Refresh data/);
});

it("keeps its word while the connection is gone, and finds back", async () => {
  const staff = await come("staff");
  // The page fetches ahead what shows notices, about two seconds after it stands.
  await staff.waitForTimeout(2_500);
  await staff.context().setOffline(true);
  await staff.getByText(/You are offline/).waitFor();
  await staff.getByText("Reconnecting…").first().waitFor();
  await start(staff).click();
  await staff.getByText("We cannot reach the service. Check your network.").first().waitFor();
  await staff.context().setOffline(false);
  await expect.poll(() => staff.getByText(/You are offline/).count()).toBe(0);
  await staff.getByText("Live", { exact: true }).first().waitFor();
});

it("keeps the history: what happened, step by step, and what changed", async () => {
  const staff = await come("staff", `${home}/refreshes`);
  const table = staff.getByRole("table", { name: /Earlier refreshes/ });
  await table.getByText("Stopped").first().waitFor();
  await table.getByRole("row").filter({ hasText: "Completed" }).last().getByRole("link").click();
  await staff.getByRole("heading", { name: "What changed" }).waitFor();
  await staff.getByText("Local sales").first().waitFor();
  await staff.getByText("New", { exact: true }).first().waitFor();
});

// Beside the others, for a whole product takes longer to start than they take.
bringingFiles(async (path, setting) => {
  return stage.come("admin", path, setting);
});
