// The whole product for one test file: Worker, page and pretend Odoo, on free ports and with
// nothing kept from before.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { seedDemo } from "../../scripts/demo.ts";
import { LocalStack } from "../../scripts/local-stack.ts";
import { ensurePage } from "../../scripts/page.ts";
import { claimPort } from "../../scripts/ports.ts";
import { ensureDevVars } from "../../scripts/secrets.ts";

type Change = { changed?: number; added?: number; removed?: number };

export class Product {
  readonly address: string;
  readonly #house: LocalStack;
  readonly #state: string;

  private constructor(house: LocalStack, state: string) {
    this.address = house.address;
    this.#house = house;
    this.#state = state;
  }

  static async open(): Promise<Product> {
    ensureDevVars();
    ensurePage({ quiet: true });
    const state = mkdtempSync(join(tmpdir(), "freshet-browser-"));
    const house = await LocalStack.open({
      state,
      port: await claimPort(18_787),
      sandboxPort: await claimPort(18_069),
    });
    await seedDemo(house);
    return new Product(house, state);
  }

  async close(): Promise<void> {
    await this.#house.close();
    rmSync(this.#state, { recursive: true, force: true });
  }

  /** Makes every answer of Odoo late, so that a refresh can be watched; 0 makes it quick again. */
  async slowDown(delayMs: number): Promise<void> {
    await this.#order("DELETE", "/sandbox/faults");
    if (delayMs > 0)
      await this.#order("POST", "/sandbox/faults", { fault: "slow", delayMs, from: 1 });
  }

  /** Something happens at the source. */
  async changeSource(change: Change): Promise<void> {
    await this.#order("POST", "/sandbox/change", {
      database: odooSandbox.databases.trading,
      ...change,
    });
  }

  async #order(method: string, path: string, body?: object): Promise<void> {
    const sent = body
      ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } }
      : {};
    const answer = await fetch(`${this.#house.sandboxes.odoo}${path}`, { method, ...sent });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}
