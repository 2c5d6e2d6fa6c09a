// The demo: three establishments and four people, set up through the same doors as everything else.
import { odooSandbox } from "../sandbox/accounts.ts";
import type { Configuration, ConfigurationDraft, Connection } from "../contract/connection.ts";

export const demoPassword = "demo-demo-demo";

export const demoPeople = [
  { email: "global@freshet.test", name: "Gabrielle Global", says: "global admin: sees all establishments" },
  { email: "admin@freshet.test", name: "Adrien Admin", says: "admin of the three establishments" },
  { email: "staff@freshet.test", name: "Stella Staff", says: "staff: may refresh" },
  { email: "viewer@freshet.test", name: "Victor Viewer", says: "viewer: may look" },
] as const;

type Template = { name: string; template: string; resources: string[] };

const treasury: Template = { name: "Treasury", template: "treasury", resources: ["purchase_imports", "local_sales", "local_purchases"] };
const modules: Template = {
  name: "Odoo modules",
  template: "odoo_modules",
  resources: ["sale_orders", "invoices", "contacts", "employees"],
};

const tenants: { id: string; name: string; timeZone: string; database: string; templates: Template[] }[] = [
  { id: "atelier-nord", name: "Atelier Nord", timeZone: "Europe/Paris", database: odooSandbox.databases.trading, templates: [treasury] },
  { id: "comptoir-sud", name: "Comptoir Sud", timeZone: "Europe/Paris", database: odooSandbox.databases.trading18, templates: [modules] },
  {
    id: "harbour-trading",
    name: "Harbour Trading",
    timeZone: "Europe/London",
    database: odooSandbox.databases.trading,
    templates: [treasury, modules],
  },
];

export type DemoHouse = { address: string; sandboxAddress: string; setupToken: string };

/** Sets the demo up, or brings what is there to this run's addresses. What people have changed in it stays. */
export async function seedDemo(house: DemoHouse): Promise<void> {
  const admin = await arrive(house);
  for (const tenant of tenants) {
    const connection = await connect(house, admin, tenant);
    await configure(house, admin, { tenant: tenant.id, connection: connection.id, templates: tenant.templates });
  }
}

/** Makes establishments and people unless they are there, and signs the admin in. */
async function arrive(house: DemoHouse): Promise<Session> {
  const [, admin] = demoPeople;
  const known = await signIn(house, admin.email).catch(() => null);
  if (known) return known;
  const everywhere = (role: string) => Object.fromEntries(tenants.map(({ id }) => [id, role]));
  const roles: Record<string, Record<string, string>> = {
    "admin@freshet.test": everywhere("admin"),
    "staff@freshet.test": everywhere("staff"),
    "viewer@freshet.test": everywhere("viewer"),
  };
  await call(
    house,
    "POST",
    "/api/setup",
    {
      tenants: tenants.map(({ id, name, timeZone }) => ({ id, name, timeZone })),
      people: demoPeople.map(({ email, name }) => ({
        email,
        name,
        password: demoPassword,
        globalAdmin: email === "global@freshet.test",
        roles: roles[email] ?? {},
      })),
    },
    { authorization: `Bearer ${house.setupToken}` },
  );
  return signIn(house, admin.email);
}

async function connect(house: DemoHouse, admin: Session, tenant: { id: string; database: string }): Promise<Connection> {
  const path = `/api/tenants/${tenant.id}/connections`;
  const { login, password } = odooSandbox.reader;
  const [known] = await call<Connection[]>(house, "GET", path, undefined, admin);
  const settings = { url: house.sandboxAddress, database: tenant.database, login };
  if (!known) return call<Connection>(house, "POST", path, { name: "Odoo", kind: "odoo", settings, secret: password }, admin);
  // Only the sandbox moves between starts, when its port was taken; a real Odoo that somebody entered stays.
  const moved = known.settings.login === login && known.settings.url !== house.sandboxAddress;
  return moved
    ? call<Connection>(house, "PATCH", `${path}/${known.id}`, { settings: { url: house.sandboxAddress }, secret: password }, admin)
    : known;
}

async function configure(
  house: DemoHouse,
  admin: Session,
  order: { tenant: string; connection: string; templates: Template[] },
): Promise<void> {
  const path = `/api/tenants/${order.tenant}/configurations`;
  const known = await call<Configuration[]>(house, "GET", path, undefined, admin);
  if (known.length > 0) return;
  for (const template of order.templates) {
    const draft: Pick<ConfigurationDraft, "name" | "connection" | "template" | "resources"> = { ...template, connection: order.connection };
    await call(house, "POST", path, draft, admin);
  }
}

type Session = { cookie: string };

async function signIn(house: DemoHouse, email: string): Promise<Session> {
  const answer = await fetch(`${house.address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: demoPassword }),
  });
  if (!answer.ok) throw new Error(`${email} cannot sign in (${answer.status}).`);
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  };
}

async function call<Answer>(
  house: DemoHouse,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const answer = await fetch(`${house.address}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}
