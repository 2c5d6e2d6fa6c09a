// The demo's establishments and people, and clients that are signed in as its administrators.
import { createClient, type Client } from "../client/client.ts";
import { ApiProblem } from "../client/problem.ts";
import { signInForCookie } from "../client/sign-in.ts";
import type { Role } from "../contract/api/access.ts";
import type { SandboxAddresses } from "./local-stack.ts";

export const demoPassword = "demo-demo-demo";

export const demoPeople = [
  {
    email: "global@freshet.test",
    name: "Gabrielle Global",
    says: "global admin: sees all establishments",
  },
  { email: "admin@freshet.test", name: "Adrien Admin", says: "admin of the five establishments" },
  { email: "staff@freshet.test", name: "Stella Staff", says: "staff: may refresh" },
  { email: "viewer@freshet.test", name: "Victor Viewer", says: "viewer: may look" },
] as const;

const tenants = [
  { id: "atelier-nord", name: "Atelier Nord", timeZone: "Europe/Paris" },
  { id: "harbour-trading", name: "Harbour Trading", timeZone: "Europe/London" },
  { id: "ashdown-academy", name: "Ashdown Academy", timeZone: "Europe/London" },
  { id: "northern-province", name: "Northern Province", timeZone: "Africa/Freetown" },
  { id: "optique-lumiere", name: "Optique Lumière", timeZone: "Europe/Paris" },
];

/** Addresses and setup token of the local stack that the demo is set up on. */
export type DemoStack = { address: string; sandboxes: SandboxAddresses; setupToken: string };

/** Creates the establishments and people that are missing, and signs in both administrators. */
export async function signInAdmins(stack: DemoStack): Promise<{ admin: Client; global: Client }> {
  const [global, admin] = demoPeople;
  const known = await signIn(stack, admin.email).catch(nullWhenUnknown);
  const isComplete = known !== null && (await hasAllTenants(known));
  if (!isComplete) await createPeople(stack);
  return { admin: await signIn(stack, admin.email), global: await signIn(stack, global.email) };
}

function nullWhenUnknown(problem: unknown): null {
  if (problem instanceof ApiProblem && problem.code === "sign_in_wrong") return null;
  throw problem;
}

/** The state of an older demo may lack some of today's establishments. */
async function hasAllTenants(client: Client): Promise<boolean> {
  const me = await client.getMe();
  return tenants.every(({ id }) => me.tenants.some((one) => one.id === id));
}

async function createPeople({ address, setupToken }: DemoStack): Promise<void> {
  const everywhere = (role: Role) => Object.fromEntries(tenants.map(({ id }) => [id, role]));
  const roles: Record<string, Record<string, Role>> = {
    "admin@freshet.test": everywhere("admin"),
    "staff@freshet.test": everywhere("staff"),
    "viewer@freshet.test": everywhere("viewer"),
  };
  const people = demoPeople.map(({ email, name }) => ({
    email,
    name,
    password: demoPassword,
    globalAdmin: email === "global@freshet.test",
    roles: roles[email] ?? {},
  }));
  const operator = createClient({ base: address, auth: () => ({ bearer: setupToken }) });
  await operator.setUp({ body: { tenants, people } });
}

async function signIn({ address: base }: DemoStack, email: string): Promise<Client> {
  const cookie = await signInForCookie({ base }, { email, password: demoPassword });
  return createClient({ base, auth: () => ({ cookie }) });
}
