// People at their browsers: each a context of its own, and everything that the browser complained
// about.
import type { Browser, Page } from "playwright-core";
import { demoPassword } from "../../scripts/demo-people.ts";

const patienceMs = 20_000;

export type Setting = { locale?: "en" | "fr"; width?: number; height?: number; dark?: boolean };

/** One person's page, with what went wrong in it. */
export type Visitor = { page: Page; complaints: string[] };

/** Opens a browser of its own, not signed in. */
export async function visit(
  browser: Browser,
  address: string,
  setting: Setting = {},
): Promise<Visitor> {
  const { locale = "en", width = 1280, height = 900, dark = false } = setting;
  const context = await browser.newContext({
    baseURL: address,
    locale: locale === "fr" ? "fr-FR" : "en-GB",
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
  });
  context.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  await context.addInitScript(`
    localStorage.getItem("locale") ?? localStorage.setItem("locale", "${locale}");
    addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI));
  `);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // Answers such as 401 and 403 are part of the journeys; the browser reports them all the same.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  return { page, complaints };
}

/** Signs somebody of the demo in and goes to an address. */
export async function arrive(
  browser: Browser,
  address: string,
  who: string,
  path: string,
  setting: Setting = {},
): Promise<Visitor> {
  const visitor = await visit(browser, address, setting);
  const { page } = visitor;
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`);
  await page.fill("input[name=email]", `${who}@freshet.test`);
  await page.fill("input[name=password]", demoPassword);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return visitor;
}

/** How far the page is wider than the screen, in pixels. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate("document.documentElement.scrollWidth - innerWidth");
