// What all record makers share: known ids, the random sequence, and the stamps of creation and
// change.
import type { Random } from "../random.ts";
import type { Database } from "./database.ts";
import { dateTimeText } from "./dates.ts";
import type { Value } from "./values.ts";

/** The ids that the makers refer to. */
export const ids = {
  users: { odooBot: 1, admin: 2, reader: 7, limited: 8, guarded: 9, portal: 10, archived: 11 },
  companies: { main: 1, french: 2 },
  currencies: { usd: 1, eur: 125, tnd: 134 },
  journals: { sales: 1, purchases: 2, salesFrench: 8, purchasesFrench: 9 },
  countries: [75, 231, 222, 57, 43, 109],
} as const;

/** What a maker needs to create one more record. */
export interface MakeContext {
  database: Database;
  random: Random;
  /** The start of the data's current day. */
  todayMs: number;
}

/** The times of creation and last change, between `createdMs` and today. */
export function stamps(
  { random, todayMs }: Pick<MakeContext, "random" | "todayMs">,
  createdMs: number,
): { [field: string]: Value } {
  const wished = createdMs + random.whole(28_800_000, 64_800_000);
  // No stamp is later than the day the data is generated for.
  const created = wished < todayMs ? wished : todayMs - random.whole(1_000, 50_000_000);
  const written = random.chance(0.35)
    ? created
    : created + Math.floor(random.next() * (todayMs - created));
  return {
    create_uid: ids.users.admin,
    create_date: dateTimeText(created, random.whole(0, 999)),
    write_uid: ids.users.admin,
    write_date: dateTimeText(written, random.whole(0, 999)),
  };
}
