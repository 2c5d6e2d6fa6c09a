// The small tables of a database: companies, users, currencies, journals, products, modules.
import { odooSandbox } from "../accounts.ts";
import type { Database } from "./database.ts";
import { DAY_MS, dateTimeText } from "./dates.ts";
import { ids } from "./making.ts";
import { countries, departments, goods, languages, modules, otherModules } from "./names.ts";
import type { Value } from "./values.ts";

/** Fills in what every Odoo has, the same in every database. */
export function fillSmallTables(database: Database, todayMs: number): void {
  const stamp = dateTimeText(todayMs - 730 * DAY_MS + 36_000_000, 0);
  const add = (model: string, rows: ({ id: number } & { [field: string]: Value })[]) => {
    for (const row of rows) {
      database.table(model).store.append({
        create_uid: ids.users.odooBot,
        create_date: stamp,
        write_uid: ids.users.odooBot,
        write_date: stamp,
        ...row,
      });
    }
  };
  const { users, companies, currencies, journals } = ids;
  add("res.currency", [
    {
      id: currencies.usd,
      name: "USD",
      full_name: "United States dollar",
      symbol: "$",
      rate: 0.322,
      rounding: 0.01,
      decimal_places: 2,
      position: "before",
      active: true,
    },
    {
      id: 33,
      name: "CHF",
      full_name: "Swiss franc",
      symbol: "CHF",
      rate: 0.283,
      rounding: 0.01,
      decimal_places: 2,
      position: "after",
      active: false,
    },
    {
      id: currencies.eur,
      name: "EUR",
      full_name: "Euro",
      symbol: "€",
      rate: 0.298,
      rounding: 0.01,
      decimal_places: 2,
      position: "after",
      active: true,
    },
    {
      id: currencies.tnd,
      name: "TND",
      full_name: "Tunisian dinar",
      symbol: "DT",
      rate: 1,
      rounding: 0.001,
      decimal_places: 3,
      position: "after",
      active: true,
    },
  ]);
  add(
    "res.country",
    [...countries.entries()]
      .map(([at, [name, french, code]]) => ({
        id: ids.countries[at] ?? at + 1,
        name,
        "name@fr": french,
        code,
      }))
      .sort((a, b) => a.id - b.id),
  );
  add(
    "res.partner.category",
    [
      ["Wholesaler", "Grossiste"],
      ["Retailer", "Détaillant"],
      ["Customs", "Douane"],
      ["VIP", "VIP"],
    ].map(([name = "", french = ""], at) => ({
      id: at + 1,
      name,
      "name@fr": french,
      active: true,
    })),
  );
  const partner = {
    parent_id: false,
    child_ids: [],
    ref: false,
    tz: false,
    user_id: false,
    vat: false,
    comment: false,
    category_id: [],
    active: true,
    street: false,
    zip: false,
    city: false,
    country_id: false,
    partner_latitude: 0,
    phone: false,
    mobile: false,
    is_company: false,
    company_id: false,
    customer_rank: 0,
    supplier_rank: 0,
    credit_limit: 0,
    image_128: false,
  } as const;
  add("res.partner", [
    {
      ...partner,
      id: 1,
      name: "Comptoir du Levant",
      lang: "fr_FR",
      email: "contact@trading.test",
      is_company: true,
      commercial_partner_id: 1,
      category_id: [],
      child_ids: [],
    },
    {
      ...partner,
      id: 2,
      name: "OdooBot",
      lang: "en_US",
      email: "odoobot@trading.test",
      active: false,
      commercial_partner_id: 2,
      category_id: [],
      child_ids: [],
    },
    {
      ...partner,
      id: 3,
      name: "Administrator",
      lang: "fr_FR",
      email: "admin@trading.test",
      commercial_partner_id: 3,
      category_id: [],
      child_ids: [],
    },
    {
      ...partner,
      id: 7,
      name: "Levant France",
      lang: "fr_FR",
      email: "france@trading.test",
      is_company: true,
      commercial_partner_id: 7,
      category_id: [],
      child_ids: [],
    },
    {
      ...partner,
      id: 8,
      name: "Lecteur Api",
      lang: "fr_FR",
      email: odooSandbox.reader.login,
      commercial_partner_id: 8,
      category_id: [],
      child_ids: [],
    },
    {
      ...partner,
      id: 9,
      name: "Limited User",
      lang: "en_US",
      email: odooSandbox.limited.login,
      commercial_partner_id: 9,
      category_id: [],
      child_ids: [],
    },
  ]);
  add("res.company", [
    {
      id: companies.main,
      name: "Comptoir du Levant",
      partner_id: 1,
      currency_id: currencies.tnd,
      country_id: 222,
      email: "contact@trading.test",
      active: true,
    },
    {
      id: companies.french,
      name: "Levant France",
      partner_id: 7,
      currency_id: currencies.eur,
      country_id: 75,
      email: "france@trading.test",
      active: true,
    },
  ]);
  const user = { company_id: companies.main, tz: "Africa/Tunis", active: true, share: false };
  const both = () => [companies.main, companies.french];
  add("res.users", [
    {
      ...user,
      id: users.odooBot,
      name: "OdooBot",
      login: "__system__",
      email: "odoobot@trading.test",
      lang: "en_US",
      partner_id: 2,
      active: false,
      company_ids: both(),
    },
    {
      ...user,
      id: users.admin,
      name: "Administrator",
      login: odooSandbox.admin.login,
      email: "admin@trading.test",
      lang: "fr_FR",
      partner_id: 3,
      company_ids: both(),
    },
    {
      ...user,
      id: users.reader,
      name: "Lecteur Api",
      login: odooSandbox.reader.login,
      email: odooSandbox.reader.login,
      lang: "fr_FR",
      partner_id: 8,
      company_ids: both(),
    },
    {
      ...user,
      id: users.limited,
      name: "Limited User",
      login: odooSandbox.limited.login,
      email: odooSandbox.limited.login,
      lang: "en_US",
      partner_id: 9,
      company_ids: [companies.main],
    },
    {
      ...user,
      id: users.guarded,
      name: "Guarded User",
      login: odooSandbox.guarded.login,
      email: odooSandbox.guarded.login,
      lang: "fr_FR",
      partner_id: 8,
      company_ids: both(),
    },
    {
      ...user,
      id: users.portal,
      name: "Portal User",
      login: odooSandbox.portal.login,
      email: odooSandbox.portal.login,
      lang: "en_US",
      partner_id: 9,
      company_ids: [companies.main],
      share: true,
    },
    {
      ...user,
      id: users.archived,
      name: "Archived User",
      login: odooSandbox.archived.login,
      email: odooSandbox.archived.login,
      lang: "en_US",
      partner_id: 9,
      company_ids: both(),
      active: false,
    },
  ]);
  add("account.journal", [
    {
      id: journals.sales,
      name: "Customer Invoices",
      "name@fr": "Factures clients",
      code: "FAC",
      type: "sale",
      active: true,
      company_id: companies.main,
    },
    {
      id: journals.purchases,
      name: "Vendor Bills",
      "name@fr": "Factures fournisseurs",
      code: "FACTU",
      type: "purchase",
      active: true,
      company_id: companies.main,
    },
    {
      id: 3,
      name: "Miscellaneous Operations",
      "name@fr": "Opérations diverses",
      code: "OD",
      type: "general",
      active: true,
      company_id: companies.main,
    },
    {
      id: 6,
      name: "Bank",
      "name@fr": "Banque",
      code: "BNK1",
      type: "bank",
      active: true,
      company_id: companies.main,
    },
    {
      id: journals.salesFrench,
      name: "Customer Invoices",
      "name@fr": "Factures clients",
      code: "FAC",
      type: "sale",
      active: true,
      company_id: companies.french,
    },
    {
      id: journals.purchasesFrench,
      name: "Vendor Bills",
      "name@fr": "Factures fournisseurs",
      code: "FACTU",
      type: "purchase",
      active: true,
      company_id: companies.french,
    },
  ]);
  add(
    "account.payment.term",
    [
      ["Immediate Payment", "Paiement immédiat"],
      ["15 Days", "15 jours"],
      ["30 Days", "30 jours"],
      ["45 Days", "45 jours"],
      ["60 Days", "60 jours"],
    ].map(([name = "", french = ""], at) => ({ id: at + 1, name, "name@fr": french })),
  );
  add(
    "hr.department",
    departments.map(([name, french], at) => ({ id: at + 1, name, "name@fr": french })),
  );
  add(
    "product.category",
    ["All", "Alimentation", "Bureau", "Quincaillerie"].map((name, at) => ({ id: at + 1, name })),
  );
  add(
    "product.product",
    goods.map((name, at) => ({
      id: 3 + at * 2,
      name,
      default_code: at % 5 === 4 ? false : `ART-${String(at + 1).padStart(4, "0")}`,
      barcode: false,
      active: at % 9 !== 8,
      categ_id: 1 + (at % 4),
      list_price: 4.9 + at * 3.75,
      standard_price: 3.2 + at * 2.5,
      weight: at % 3 === 0 ? 0 : at / 4,
    })),
  );
  add(
    "res.lang",
    languages.map(([code, iso_code, name, active], at) => ({
      id: at + 1,
      name,
      code,
      iso_code,
      active,
    })),
  );
  const { version } = database.traits;
  const all = [
    ...modules.map((line) => ({ line, state: "installed" })),
    ...otherModules.map((line) => ({ line, state: "uninstalled" })),
  ];
  add(
    "ir.module.module",
    all.map(({ line: [name, shortdesc], state }, at) => ({
      id: 1 + at * 3,
      name,
      shortdesc,
      state,
      installed_version: `${version}.1.${at % 3}`,
      latest_version: state === "installed" ? `${version}.1.${at % 3}` : false,
    })),
  );
  add(
    "ir.model",
    [...database.tables.values()].map(({ model }, at) => ({
      id: 20 + at,
      name: model.description,
      model: model.name,
    })),
  );
}
