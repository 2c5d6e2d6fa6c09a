// What this application adds to SvelteKit's own types.
import type { Catalog } from "../contract/api/catalog.ts";

declare global {
  namespace App {
    interface PageData {
      /** Present on the screens of a tenant. */
      catalog?: Catalog;
    }
    interface Error {
      status: number;
      message: string;
      /** Code of the API's problem details, or `offline`. */
      code?: string;
      reference?: string;
    }
  }
}
