// The call of a use case, the same from a route, a schedule or a command line: nothing of HTTP.
import type { Locale } from "../../contract/values/json.ts";
import type { Database } from "../db/database.ts";
import type { Membership, Principal } from "./principal.ts";

/** `locale`: the language of the names and sentences in an answer. */
export type Call = {
  env: Env;
  db: Database;
  now: () => Date;
  locale: Locale;
  principal: Principal;
};

/** A call about one tenant. */
export type TenantCall = Call & { membership: Membership };
