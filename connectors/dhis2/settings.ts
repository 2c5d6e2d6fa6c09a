// How a DHIS2 is named: its address with the path it is installed under, the account, and the pace
// it bears.
import { z } from "zod";
import type { GateLimits } from "../../contract/rpc/gate.ts";
import { setting } from "../setting.ts";

export const Dhis2Settings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .register(setting, {
      widget: "url",
      label: { en: "Address", fr: "Adresse" },
      hint: {
        en: "As in the browser: https://hmis.example.org/dhis",
        fr: "Comme dans le navigateur : https://snis.example.org/dhis",
      },
    }),
  /** Empty: the secret is a personal access token, which names its user by itself. */
  username: z
    .string()
    .trim()
    .max(200)
    .default("")
    .register(setting, {
      widget: "text",
      label: { en: "User name", fr: "Identifiant" },
      hint: {
        en: "Leave it empty with a personal access token",
        fr: "À laisser vide avec un jeton d’accès personnel",
      },
    }),
});
export type Dhis2Settings = z.infer<typeof Dhis2Settings>;

/**
 * Pages of the system itself: where one of them was pasted, the address is what stands before it.
 */
const ownPages = /\/(api|apps|dhis-web-[\w-]+|login|staticfiles|[\w.-]+\.(html|action))(\/.*)?$/;

/** The address with its path, as in `https://example.org/training/`. */
export function addressOf(settings: Dhis2Settings): URL {
  const url = new URL(settings.url);
  const path = url.pathname
    .replace(ownPages, "")
    .replace(/\/{2,}/g, "/")
    .replace(/\/+$/, "");
  return new URL(`${url.origin}${path}/`);
}

/** One account is one installed system: its users slow it down together. */
export const accountOf = (settings: Dhis2Settings): string => addressOf(settings).href;

/** Servers are often small and far away, and each question costs them a sign-in. */
export const pace: GateLimits = {
  callsPerSecond: 10,
  parallelCalls: 4,
  callsPerDay: null,
  dayReserve: 0,
};
