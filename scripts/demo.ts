// The demo: five establishments, each with its own outside system, and four people, set up through
// the public API.
import { dhis2Sandbox, knackSandbox, odooSandbox } from "../sandbox/accounts.ts";
import { demoFiles } from "../sandbox/suppliers/files.ts";
import type { Client } from "../client/client.ts";
import type { ConfigurationDraft } from "../contract/api/configuration.ts";
import type { Connection, ConnectionChange, ConnectionDraft } from "../contract/api/connection.ts";
import { metadataTemplate } from "../connectors/dhis2/families.ts";
import { signInAdmins, type DemoStack } from "./demo-people.ts";

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
/** Everything the destination needs to understand data values, in the order of delivery. */
const metadata: Draft = {
  name: "Metadata",
  template: "dhis2_metadata",
  resources: metadataTemplate.resources.map(({ key }) => key),
};

/**
 * Sets up the demo. On existing state it only updates the sandbox addresses, which may differ between
 * starts; what people have changed in the demo stays.
 */
export async function seedDemo(stack: DemoStack): Promise<void> {
  const { admin, global } = await signInAdmins(stack);
  const tenant = (id: string): TenantAdmin => ({ client: admin, tenant: id });
  await seedOdoo(tenant("atelier-nord"), stack, [treasury]);
  await seedOdoo(tenant("harbour-trading"), stack, [treasury, modules]);
  await seedKnack(global, tenant("ashdown-academy"), stack);
  await seedDhis2(tenant("northern-province"), stack);
  await seedFiles(tenant("optique-lumiere"));
}

/** An administrator's client, and the establishment to set up with it. */
type TenantAdmin = { client: Client; tenant: string };

async function seedOdoo(at: TenantAdmin, { sandboxes }: DemoStack, drafts: Draft[]): Promise<void> {
  const { login, password } = odooSandbox.reader;
  const settings = { url: sandboxes.odoo, database: odooSandbox.databases.trading, login };
  const draft = { name: "Odoo", kind: "odoo" as const, settings, secret: password };
  await configure(at, await connect(connectionsOf(at), draft), drafts);
}

/** One shared account serves the school; the share says which school it is. */
async function seedKnack(global: Client, at: TenantAdmin, { sandboxes }: DemoStack): Promise<void> {
  const { application, account, key, schools } = knackSandbox;
  const settings = { url: sandboxes.knack, application, account };
  const knack = await connect(sharedConnections(global), {
    name: "Knack of all schools",
    kind: "knack",
    settings,
    secret: key,
  });
  const body = { settings: { establishment: schools.ashdown.id } };
  await global.putShare({ connection: knack.id, tenant: at.tenant, body });
  await configure(at, knack, [results]);
}

async function seedDhis2(at: TenantAdmin, { sandboxes }: DemoStack): Promise<void> {
  const { username, password: secret } = dhis2Sandbox.sync;
  const source = await connect(connectionsOf(at), {
    name: "National DHIS2",
    kind: "dhis2",
    settings: { url: `${sandboxes.dhis2}/dhis`, username },
    secret,
  });
  const destination = await connect(connectionsOf(at), {
    name: "Provincial DHIS2",
    kind: "dhis2",
    settings: { url: `${sandboxes.dhis2Destination}/dhis`, username },
    secret,
  });
  await configure(at, source, [
    { ...metadata, destination: destination.id },
    { ...values, destination: destination.id },
  ]);
}

/**
 * Uploads a few files for the first import: two good ones, a duplicate, one with a bad invoice in it,
 * and a truncated one.
 */
async function seedFiles(at: TenantAdmin): Promise<void> {
  const inbox = await connect(connectionsOf(at), {
    name: "Invoice files",
    kind: "invoices",
    settings: {},
  });
  if (!(await configure(at, inbox, [invoices]))) return;
  const { client, tenant } = at;
  for (const { name, bytes } of demoFiles())
    await client.uploadFile({ tenant, connection: inbox.id, query: { name }, body: bytes });
}

/** Where connections are kept: with one establishment, or shared. */
type Connections = {
  list(): Promise<Connection[]>;
  create(body: ConnectionDraft): Promise<Connection>;
  change(connection: string, body: ConnectionChange): Promise<Connection>;
};

const connectionsOf = ({ client, tenant }: TenantAdmin): Connections => ({
  list: () => client.listConnections({ tenant }),
  create: (body) => client.createConnection({ tenant, body }),
  change: (connection, body) => client.changeConnection({ tenant, connection, body }),
});

const sharedConnections = (client: Client): Connections => ({
  list: () => client.listSharedConnections(),
  create: (body) => client.createSharedConnection({ body }),
  change: (connection, body) => client.changeSharedConnection({ connection, body }),
});

/** Creates the connection of this name, or points the existing one at this start's sandbox. */
async function connect(connections: Connections, draft: ConnectionDraft): Promise<Connection> {
  const known = (await connections.list()).find(({ name }) => name === draft.name);
  if (!known) return connections.create(draft);
  // Only a sandbox moves between starts, when its port was taken; the address of a real system that
  // somebody entered stays.
  const { url } = draft.settings;
  const isSandbox = /^http:\/\/(127\.0\.0\.1|localhost):/.test(String(known.settings["url"]));
  return url === undefined || !isSandbox || known.settings["url"] === url
    ? known
    : connections.change(known.id, { settings: { url }, secret: draft.secret });
}

/** Creates the configurations, unless the establishment has any. Returns whether it did. */
async function configure(
  { client, tenant }: TenantAdmin,
  { id: connection }: Connection,
  drafts: Draft[],
): Promise<boolean> {
  if ((await client.listConfigurations({ tenant })).length > 0) return false;
  for (const draft of drafts)
    await client.createConfiguration({ tenant, body: { ...draft, connection } });
  return true;
}
