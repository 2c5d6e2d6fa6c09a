// Invents partners: companies, their contacts and individuals, in French, English and Tunisian.
import type { Random } from "../random.ts";
import { DAY_MS } from "./dates.ts";
import { ids, stamps, type MakeContext } from "./making.ts";
import { cities, countries, firstNames, lastNames, legalForms, streets, trades } from "./names.ts";
import type { Row } from "./values.ts";

/** Makes one more partner; a contact belongs to a company that exists already. */
export function makePartner(making: MakeContext, id: number): Row {
  const { random, todayMs } = making;
  const isCompany = random.chance(0.55);
  const parent = !isCompany && random.chance(0.8) ? companyOf(making) : undefined;
  const [city, zip, countryAt] = random.pick(cities);
  const [, , countryCode = "FR", prefix = "+33"] = countries[countryAt] ?? countries[0];
  const last = random.pick(lastNames);
  const name = isCompany
    ? `${random.pick(trades)} ${last}${random.pick(legalForms)}`
    : `${random.pick(firstNames)} ${last}`;
  if (parent && Array.isArray(parent["child_ids"])) parent["child_ids"].push(id);
  return {
    id,
    name,
    parent_id: parent?.id ?? false,
    child_ids: [],
    ref: random.chance(0.7) ? `T${String(id).padStart(6, "0")}` : false,
    lang: random.chance(0.8) ? "fr_FR" : "en_US",
    tz: false,
    user_id: random.chance(0.3) ? ids.users.admin : false,
    vat: isCompany && random.chance(0.75) ? vatOf(random, countryCode) : false,
    comment: random.chance(0.3)
      ? `<p>Client <b>n°${id}</b> &amp; suivi, relancé à l'échéance</p>`
      : false,
    category_id: categories(random),
    active: !random.chance(0.06),
    street: random.chance(0.9)
      ? `${random.whole(1, 199)} ${random.pick(streets)} ${random.pick(lastNames)}`
      : false,
    zip,
    city,
    country_id: ids.countries[countryAt] ?? false,
    partner_latitude: random.chance(0.2) ? Math.round(random.next() * 5_000_000) / 100_000 : 0,
    email: random.chance(0.85) ? `contact${id}@example.test` : false,
    phone: random.chance(0.8)
      ? `${prefix} ${random.whole(10, 99)} ${random.whole(100, 999)} ${random.whole(100, 999)}`
      : false,
    mobile: random.chance(0.3)
      ? `${prefix} ${random.whole(20, 99)} ${random.whole(100, 999)} ${random.whole(100, 999)}`
      : false,
    is_company: isCompany,
    company_id: false,
    commercial_partner_id: parent?.id ?? id,
    customer_rank: random.chance(0.6) ? random.whole(1, 12) : 0,
    supplier_rank: random.chance(0.4) ? random.whole(1, 12) : 0,
    credit_limit: random.chance(0.2) ? random.whole(1, 50) * 1_000 : 0,
    image_128: false,
    ...stamps(making, todayMs - random.whole(3, 720) * DAY_MS),
  };
}

function companyOf({ database, random }: MakeContext): Row | undefined {
  const { rows } = database.table("res.partner").store;
  const row = rows[random.whole(0, Math.max(0, rows.length - 1))];
  return row?.["is_company"] === true && row.id > 9 ? row : undefined;
}

function vatOf(random: Random, countryCode: string): string {
  if (countryCode === "TN")
    return `${random.whole(1_000_000, 1_999_999)}${random.pick(["A", "B", "K", "M"])}/A/M/000`;
  return `${countryCode}${random.whole(10, 99)}${random.whole(100_000_000, 999_999_999)}`;
}

function categories(random: Random): number[] {
  if (!random.chance(0.3)) return [];
  const first = random.whole(1, 4);
  return random.chance(0.2) && first < 4 ? [first, first + 1] : [first];
}
