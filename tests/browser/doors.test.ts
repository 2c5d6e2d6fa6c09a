// Doors of the page: in, out and back again, closed ones, and what a form says where it is refused.
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { demoPassword } from "../../scripts/demo-people.ts";
import { Stage } from "./stage.ts";

const home = "/tenants/harbour-trading";
const stage = new Stage();

const come = stage.come.bind(stage);

async function signIn(page: Page, who: string): Promise<void> {
  await page.fill("input[name=email]", `${who}@freshet.test`);
  await page.fill("input[name=password]", demoPassword);
  await page.keyboard.press("Enter");
}

const pathOf = (page: Page) => page.evaluate<string>("location.pathname + location.search");
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole("heading", { level: 1, name }).waitFor();

describe("a session that is over", () => {
  it("leads to the sign-in while somebody walks, and back to where they wanted to go", async () => {
    const page = await come("admin", `${home}/members`);
    await heading(page, "Members");
    await page.context().clearCookies();
    await page.getByRole("link", { name: "Connections" }).click();
    await heading(page, "Sign in");
    await signIn(page, "admin");
    await heading(page, "Connections");
    expect(await pathOf(page)).toBe(`${home}/connections`);
  });

  it("leads to the sign-in from a form that is being sent, and back to that form", async () => {
    const page = await come("admin", `${home}/connections/new`);
    await heading(page, "Add a connection");
    await page.context().clearCookies();
    await page.getByLabel("Name", { exact: true }).fill("Odoo of the shop");
    await page.getByLabel("Address").fill("https://company.odoo.com");
    for (const field of await page.locator("form input[required]:visible").all())
      if ((await field.inputValue()) === "") await field.fill("shop");
    await page.getByRole("button", { name: "Save" }).click();
    await heading(page, "Sign in");
    await signIn(page, "admin");
    await heading(page, "Add a connection");
  });

  it("that somebody ended asks for the password again, whatever address is typed", async () => {
    const page = await come("staff", home);
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await heading(page, "Sign in");
    await page.goBack();
    await page.waitForURL(
      (url) =>
        url.pathname === "/sign-in" && url.searchParams.get("next")?.startsWith(home) === true,
    );
    await heading(page, "Sign in");
    await page.goto(`${home}/refreshes?columns=all`);
    await heading(page, "Sign in");
    await signIn(page, "staff");
    await heading(page, "Refreshes");
    expect(await pathOf(page)).toBe(`${home}/refreshes?columns=all`);
  });

  it("says of an address that is none that it does not exist, not that the service has a problem", async () => {
    const visitor = await stage.meet();
    await visitor.page.goto(
      `/sign-in?next=${encodeURIComponent("/tenants/harbour-trading/data/nothing")}`,
    );
    await signIn(visitor.page, "admin");
    await heading(visitor.page, "This page does not exist");
  });

  it("goes back to no other site", async () => {
    const visitor = await stage.meet();
    await visitor.page.goto("/sign-in?next=https://elsewhere.example/");
    await signIn(visitor.page, "staff");
    await heading(visitor.page, "Establishments");
  });
});

describe("a language that no browser should have", () => {
  it.each(["en-US@posix", "fr_FR.UTF-8", "", "x-klingon", "*"])(
    "%j leaves the page whole",
    async (language) => {
      const visitor = await stage.meet();
      const { page } = visitor;
      await page.addInitScript(`
      Object.defineProperty(navigator, "language", { get: () => ${JSON.stringify(language)} });
      Object.defineProperty(navigator, "languages", { get: () => [${JSON.stringify(language)}] });
    `);
      await page.goto(
        `/sign-in?lang=${encodeURIComponent(language)}&next=${encodeURIComponent(`${home}?lang=xx@posix`)}`,
      );
      await signIn(page, "staff");
      await page.getByRole("button", { name: "Refresh data" }).first().waitFor();
      await page.getByRole("searchbox").waitFor();
      expect(await page.evaluate("document.documentElement.lang")).toBe("en");
    },
  );
});

describe("a page that was opened without a network", () => {
  it("says so and comes by itself when the network is back", async () => {
    const page = await come("staff", `${home}/refreshes`);
    await heading(page, "Refreshes");
    let away = true;
    await page.route("**/api/**", (route) =>
      away ? route.abort("internetdisconnected") : route.fallback(),
    );
    await page.reload();
    await page.getByText("We cannot reach the service").waitFor();
    await page.getByText("This page tries again automatically.").waitFor();
    away = false;
    await heading(page, "Refreshes");
  });
});

describe("a screen that a role does not include", () => {
  it("has no link, and by its address a page that says why", async () => {
    const page = await come("viewer", home);
    await page.getByRole("searchbox").waitFor();
    expect(await page.getByRole("link", { name: "Refreshes" }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Settings" }).count()).toBe(0);
    for (const path of ["refreshes", "connections", "configurations/new", "members", "files"]) {
      await page.goto(`${home}/${path}`);
      await page.getByText("You do not have access to this page").waitFor();
    }
    await page.getByRole("link", { name: "Back to the home page" }).click();
    await heading(page, "Establishments");
  });

  it("of an establishment that is not theirs is not there at all", async () => {
    const page = await come("staff", "/tenants/nowhere/refreshes");
    await page.getByText("This page does not exist").waitFor();
    await page.goto("/connections");
    await page.getByText("You do not have access to this page").waitFor();
  });
});

describe("on a phone", () => {
  it("the panel of a refresh gives way to the page that its own link opens", async () => {
    const page = await come("staff", "/tenants/atelier-nord", { width: 390, height: 780 });
    await page.getByRole("button", { name: "Refresh data" }).first().click();
    const panel = page.getByRole("region", { name: "Data refresh" });
    await panel.getByRole("link", { name: /See (what changed|the details)/ }).click();
    await heading(page, /^Refresh of /);
    expect(await panel.count()).toBe(0);
  });
});

describe("the very first refresh, undone", () => {
  it("leaves nothing, and no screen says that earlier data is shown", async () => {
    const page = await come("admin", "/tenants/ashdown-academy");
    await page.getByRole("button", { name: "Refresh data" }).first().click();
    const panel = page.getByRole("region", { name: "Data refresh" });
    await panel.getByText(/ checked, /).waitFor({ timeout: 60_000 });
    await panel.getByRole("link", { name: "See what changed" }).click();
    await page.getByRole("button", { name: "Undo this refresh" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
    await page.getByText("There is no earlier data to show.").waitFor();
    await page
      .getByRole("button", { name: /Try again|Undo this refresh/ })
      .waitFor({ state: "detached" });
    await page.goto("/tenants/ashdown-academy");
    await page
      .getByText(/was undone by Adrien Admin.*There is no earlier data to show\./)
      .waitFor();
  });
});

describe("a refused form", () => {
  const refusalOf = async (page: Page, label: string) => {
    const field = page.getByLabel(label, { exact: true });
    await expect.poll(() => field.getAttribute("aria-invalid"), { timeout: 10_000 }).toBe("true");
    const ids = ((await field.getAttribute("aria-describedby")) ?? "").split(" ");
    const error = ids.find((id) => id.endsWith("-error"));
    if (error === undefined) throw new Error(`${label} names no error beside it`);
    return page.locator(`[id="${error}"]`).innerText();
  };

  it("says beside the name of a connection what is wrong with it", async () => {
    const page = await come("admin", `${home}/connections`);
    await page.getByRole("heading", { level: 2 }).getByRole("link").first().click();
    await page.getByText(/Saved on/).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Odoo \u202Eoodo");
    await page.getByRole("button", { name: "Save" }).click();
    expect(await refusalOf(page, "Name")).not.toBe("");
  });

  it("says beside the name of a configuration what is wrong with it", async () => {
    const page = await come("admin", `${home}/configurations`);
    await page.getByRole("heading", { level: 2 }).getByRole("link").first().click();
    await page.getByLabel("Name", { exact: true }).fill("Treasury \u200B");
    await page.getByRole("button", { name: "Save" }).click();
    expect(await refusalOf(page, "Name")).not.toBe("");
  });

  it("says beside the address of a member that nobody has it", async () => {
    const page = await come("admin", `${home}/members`);
    await page.getByLabel("E-mail", { exact: true }).fill("nobody@freshet.test");
    await page.getByRole("button", { name: "Add a member" }).click();
    expect(await refusalOf(page, "E-mail")).toContain("nobody@freshet.test");
  });
});
