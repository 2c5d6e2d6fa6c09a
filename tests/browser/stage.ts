// One product and one browser for the tests of a file. Visitors go home after each test, and none
// may have met an error.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launch } from "./chromium.ts";
import { Product } from "./product.ts";
import { arrive, visit, type Setting, type Visitor } from "./visitor.ts";

export class Stage {
  readonly #here: Visitor[] = [];
  #product: Product | undefined;
  #browser: Browser | undefined;

  /** Opens before the first test of the file and closes behind the last. */
  constructor() {
    beforeAll(async () => {
      [this.#product, this.#browser] = await Promise.all([Product.open(), launch()]);
    });
    afterEach(async () => {
      const complaints = this.#here.flatMap((visitor) => visitor.complaints);
      await Promise.all(this.#here.splice(0).map(({ page }) => page.context().close()));
      expect(complaints).toEqual([]);
    });
    afterAll(async () => {
      await this.#browser?.close();
      await this.#product?.close();
    });
  }

  get product(): Product {
    if (this.#product === undefined) throw new Error("the stage opens before the first test");
    return this.#product;
  }

  get browser(): Browser {
    if (this.#browser === undefined) throw new Error("the stage opens before the first test");
    return this.#browser;
  }

  /** Somebody who is not signed in. */
  async meet(setting: Setting = {}): Promise<Visitor> {
    const visitor = await visit(this.browser, this.product.address, setting);
    this.#here.push(visitor);
    return visitor;
  }

  /** Somebody of the demo, signed in, at an address. */
  async come(who: string, path: string, setting: Setting = {}): Promise<Page> {
    const visitor = await arrive(this.browser, this.product.address, who, path, setting);
    this.#here.push(visitor);
    return visitor.page;
  }
}
