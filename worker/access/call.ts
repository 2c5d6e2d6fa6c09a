// What a use case is given, whoever calls it: a route, a schedule, a command line. Nothing of HTTP.
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
