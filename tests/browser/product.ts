// The whole product for one test file: a local stack with the demo, on free ports and fresh state.
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
  readonly #stack: LocalStack;
  readonly #state: string;

  private constructor(stack: LocalStack, state: string) {
    this.address = stack.address;
    this.#stack = stack;
    this.#state = state;
  }

  static async open(): Promise<Product> {
    ensureDevVars();
    ensurePage({ quiet: true });
    const state = mkdtempSync(join(tmpdir(), "freshet-browser-"));
    const stack = await LocalStack.open({
      state,
      port: await claimPort(18_787),
      sandboxPort: await claimPort(18_069),
    });
    await seedDemo(stack);
    return new Product(stack, state);
  }

  async close(): Promise<void> {
    await this.#stack.close();
    rmSync(this.#state, { recursive: true, force: true });
  }

  /** Delays every answer of the Odoo sandbox, so that a refresh can be watched; 0 ends the delay. */
  async slowDown(delayMs: number): Promise<void> {
    await this.#control("DELETE", "/sandbox/faults");
    if (delayMs > 0)
      await this.#control("POST", "/sandbox/faults", { fault: "slow", delayMs, from: 1 });
  }

  /** Changes records in the Odoo sandbox. */
  async changeSource(change: Change): Promise<void> {
    await this.#control("POST", "/sandbox/change", {
      database: odooSandbox.databases.trading,
      ...change,
    });
  }

  async #control(method: string, path: string, body?: object): Promise<void> {
    const sent = body
      ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } }
      : {};
    const answer = await fetch(`${this.#stack.sandboxes.odoo}${path}`, { method, ...sent });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}
