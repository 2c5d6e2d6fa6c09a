// The demo: five establishments, each with a system of its own, and four people, set up through the
// same doors as everything else.
import { dhis2Sandbox, knackSandbox, odooSandbox } from "../sandbox/accounts.ts";
import { demoFiles } from "../sandbox/suppliers/files.ts";
import type { Configuration, ConfigurationDraft } from "../contract/api/configuration.ts";
import type { Connection, ConnectionDraft } from "../contract/api/connection.ts";
import { metadataTemplate } from "../connectors/dhis2/families.ts";
import { arrive, call, type DemoStack, type Session } from "./demo-people.ts";

type Draft = Pick<ConfigurationDraft, "name" | "template" | "resources"> & {
  destination?: string;
  options?: ConfigurationDraft["options"];
};

const treasury: Draft = {
  name: "Treasury",
  template: "treasury",
  resources: ["purchase_imports", "local_sales", "local_purchases"],
};
const modules: Draft = {
  name: "Odoo modules",
  template: "odoo_modules",
  resources: ["sale_orders", "invoices", "contacts", "employees"],
};
const results: Draft = {
  name: "School results",
  template: "school_results",
  resources: ["students", "scores", "comments"],
};
const invoices: Draft = {
  name: "Supplier invoices",
  template: "supplier_invoices",
  resources: ["invoices", "invoice_lines"],
};
const values: Draft = {
  name: "Data values",
  template: "dhis2_values",
  resources: ["dataValues"],
  options: { monthsBack: 3 },
};
/**
 * Everything that data values need to be understood at the other end, in the order in which it is
 * sent.
 */
const metadata: Draft = {
  name: "Metadata",
  template: "dhis2_metadata",
  resources: metadataTemplate.resources.map(({ key }) => key),
};

/**
 * Sets the demo up, or brings what is there to this run's addresses. What people have changed in it
 * stays.
 */
export async function seedDemo(house: DemoStack): Promise<void> {
  const { admin, global } = await arrive(house);
  const at = (tenant: string) => new Furnisher(house, admin, `/api/tenants/${tenant}`);
  await odooIn(at("atelier-nord"), house, [treasury]);
  await odooIn(at("harbour-trading"), house, [treasury, modules]);
  await knackFor(new Furnisher(house, global, "/api"), at("ashdown-academy"), house);
  await dhis2In(at("northern-province"), house);
  await filesIn(at("optique-lumiere"));
}

async function odooIn(place: Furnisher, { sandboxes }: DemoStack, drafts: Draft[]): Promise<void> {
  const { login, password } = odooSandbox.reader;
  const settings = { url: sandboxes.odoo, database: odooSandbox.databases.trading, login };
  const odoo = await place.connect({ name: "Odoo", kind: "odoo", settings, secret: password });
  await place.configure(odoo, drafts);
}

/** One account of the house serves the school; which school it is, the share says. */
async function knackFor(
  house: Furnisher,
  place: Furnisher,
  { sandboxes }: DemoStack,
): Promise<void> {
  const { application, account, key, schools } = knackSandbox;
  const settings = { url: sandboxes.knack, application, account };
  const knack = await house.connect({
    name: "Knack of all schools",
    kind: "knack",
    settings,
    secret: key,
  });
  await house.share(knack, "ashdown-academy", { establishment: schools.ashdown.id });
  await place.configure(knack, [results]);
}

async function dhis2In(place: Furnisher, { sandboxes }: DemoStack): Promise<void> {
  const { username, password: secret } = dhis2Sandbox.sync;
  const source = await place.connect({
    name: "National DHIS2",
    kind: "dhis2",
    settings: { url: `${sandboxes.dhis2}/dhis`, username },
    secret,
  });
  const destination = await place.connect({
    name: "Provincial DHIS2",
    kind: "dhis2",
    settings: { url: `${sandboxes.dhis2Destination}/dhis`, username },
    secret,
  });
  await place.configure(source, [
    { ...metadata, destination: destination.id },
    { ...values, destination: destination.id },
  ]);
}

/**
 * A few files wait to be imported: two good ones, one that repeats, one with a bad invoice in it,
 * one that is cut off.
 */
async function filesIn(place: Furnisher): Promise<void> {
  const inbox = await place.connect({ name: "Invoice files", kind: "invoices", settings: {} });
  if (!(await place.configure(inbox, [invoices]))) return;
  for (const { name, bytes } of demoFiles()) await place.bring(inbox, name, bytes);
}

/** Puts connections, configurations and files into one place, unless they are there. */
class Furnisher {
  readonly #house: DemoStack;
  readonly #session: Session;
  readonly #path: string;

  constructor(house: DemoStack, session: Session, path: string) {
    this.#house = house;
    this.#session = session;
    this.#path = path;
  }

  #call<Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return call<Answer>(this.#house, method, `${this.#path}${path}`, body, {
      ...this.#session,
      ...headers,
    });
  }

  async connect(draft: ConnectionDraft): Promise<Connection> {
    const known = (await this.#call<Connection[]>("GET", "/connections")).find(
      ({ name }) => name === draft.name,
    );
    if (!known) return this.#call("POST", "/connections", draft);
    // Only a sandbox moves between starts, when its port was taken; a real system that somebody
    // entered stays.
    const { url } = draft.settings;
    const ours = /^http:\/\/(127\.0\.0\.1|localhost):/.test(String(known.settings["url"]));
    return url === undefined || !ours || known.settings["url"] === url
      ? known
      : this.#call("PATCH", `/connections/${known.id}`, {
          settings: { url },
          secret: draft.secret,
        });
  }

  async share(
    { id }: Connection,
    tenant: string,
    settings: ConnectionDraft["settings"],
  ): Promise<void> {
    await this.#call("PUT", `/connections/${id}/shares/${tenant}`, { settings });
  }

  /** False: there are configurations already. */
  async configure({ id: connection }: Connection, drafts: Draft[]): Promise<boolean> {
    if ((await this.#call<Configuration[]>("GET", "/configurations")).length > 0) return false;
    for (const draft of drafts)
      await this.#call("POST", "/configurations", { ...draft, connection });
    return true;
  }

  async bring({ id }: Connection, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#call("POST", `/connections/${id}/files?name=${encodeURIComponent(name)}`, bytes);
  }
}
