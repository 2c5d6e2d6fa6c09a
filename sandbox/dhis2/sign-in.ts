// Authentication in the simulated DHIS2, by password or personal access token, and who may do what.
import { dhis2Sandbox } from "../accounts.ts";
import type { Call } from "../http.ts";
import type { Instance } from "./instance.ts";
import { Refused, toLogin } from "./messages.ts";
import { rootUnit } from "./seed.ts";
import type { Answer } from "../http.ts";

export type User = { username: string; authorities: string[]; units: string[] };

const { sync, limited, locked } = dhis2Sandbox;

const users: Record<
  string,
  { password: string; token: string | null; authorities: string[]; units: () => string[] }
> = {
  [sync.username]: {
    password: sync.password,
    token: sync.token,
    authorities: [
      "F_METADATA_IMPORT",
      "F_METADATA_EXPORT",
      "F_DATAVALUE_ADD",
      "F_DATAVALUE_DELETE",
      "F_EXPORT_DATA",
      "F_PERFORM_MAINTENANCE",
    ],
    units: () => [rootUnit],
  },
  [limited.username]: {
    password: limited.password,
    token: limited.token,
    authorities: ["M_dhis-web-dashboard"],
    units: () => [],
  },
  [locked.username]: { password: locked.password, token: null, authorities: [], units: () => [] },
};

const userOf = (username: string): User | null => {
  const user = Object.hasOwn(users, username) ? users[username] : undefined;
  return user ? { username, authorities: user.authorities, units: user.units() } : null;
};

/** The user of a request, or the response for a request without one. */
export function signedIn({ headers }: Call, instance: Instance): User | Answer {
  const { authorization } = headers;
  if (authorization === undefined) {
    // Only a program that identifies itself gets an error; a browser is redirected to the form.
    if (headers["x-requested-with"] === "XMLHttpRequest")
      throw new Refused(401, { message: "Unauthorized" });
    return toLogin(instance.minor);
  }
  const [scheme = "", credentials = ""] = authorization.split(" ");
  if (scheme === "ApiToken") {
    const found = Object.entries(users).find(
      ([, { token }]) => token !== null && token === credentials,
    )?.[0];
    const user = found === undefined ? null : userOf(found);
    if (user === null) throw withChallenge(new Refused(401, { message: "Unauthorized" }));
    return user;
  }
  const [name = "", ...password] = Buffer.from(credentials, "base64").toString("utf8").split(":");
  const user = userOf(name);
  if (scheme !== "Basic" || user === null || users[name]?.password !== password.join(":"))
    throw new Refused(401, { message: "Unauthorized" });
  if (name === locked.username) throw new Refused(401, { message: "Account locked" });
  return user;
}

function withChallenge(refused: Refused): Refused {
  refused.answer.headers["WWW-Authenticate"] = "ApiToken";
  return refused;
}

/** Throws `Refused` if a user lacks an authority. */
export function requireAuthority({ authorities }: User, authority: string): void {
  if (!authorities.includes(authority))
    throw new Refused(403, {
      message: `Access is denied, requires ${authority}`,
      errorCode: "E3000",
    });
}

/** Whether a unit is one of the user's, or below one. */
export function sees({ units }: User, instance: Instance, unit: string): boolean {
  const path = instance.collection("organisationUnits").get(unit)?.["path"];
  return typeof path === "string" && path.split("/").some((part) => units.includes(part));
}
