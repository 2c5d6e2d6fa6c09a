// The page's client: the typed client in the language of the page, which reports an ended session.
import { createClient } from "../../client/client.ts";
import { i18n } from "./i18n/i18n.svelte.ts";

export { ApiProblem } from "../../client/problem.ts";

let signedOut: () => void = () => {};

/** Sets what happens when any answer says that the session is over. */
export function whenSignedOut(then: () => void): void {
  signedOut = then;
}

export const api = createClient({
  // Read on use: the build loads this module where there is no location.
  get base() {
    return location.origin;
  },
  locale: () => i18n.locale,
  onProblem: ({ status, code }) => {
    if (status === 401 && code === "not_signed_in") signedOut();
  },
});
