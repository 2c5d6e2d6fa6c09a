// What this application adds to SvelteKit's own types.
declare global {
  namespace App {
    interface Error {
      status: number;
      message: string;
      /** Code of the API's problem details, or `offline`. */
      code?: string;
      reference?: string;
    }
  }
}

export {};
