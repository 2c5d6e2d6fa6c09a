// The people of the demo and their establishments, and how scripts speak to the house.
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

export type DemoStack = { address: string; sandboxes: SandboxAddresses; setupToken: string };

export type Session = { cookie: string };

/** Makes establishments and people unless they are there, and signs both administrators in. */
export async function arrive(house: DemoStack): Promise<{ admin: Session; global: Session }> {
  const [first, second] = demoPeople;
  const known = await signIn(house, second.email).catch(() => null);
  const hasAll = known !== null && (await hasTenants(house, known));
  if (!hasAll) await settle(house);
  return { admin: await signIn(house, second.email), global: await signIn(house, first.email) };
}

/** An older demo may lack some of the establishments. */
async function hasTenants(house: DemoStack, session: Session): Promise<boolean> {
  const me = await call<{ tenants: { id: string }[] }>(house, "GET", "/api/me", undefined, session);
  return tenants.every(({ id }) => me.tenants.some((one) => one.id === id));
}

async function settle(house: DemoStack): Promise<void> {
  const everywhere = (role: string) => Object.fromEntries(tenants.map(({ id }) => [id, role]));
  const roles: Record<string, Record<string, string>> = {
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
  await call(
    house,
    "POST",
    "/api/setup",
    { tenants, people },
    { authorization: `Bearer ${house.setupToken}` },
  );
}

async function signIn(house: DemoStack, email: string): Promise<Session> {
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

/** Asks the house. A body of bytes is sent as it is, any other as JSON. */
export async function call<Answer>(
  house: DemoStack,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const sent =
    body === undefined
      ? { type: null, bytes: undefined }
      : body instanceof Uint8Array
        ? { type: "application/octet-stream", bytes: body as Uint8Array<ArrayBuffer> }
        : { type: "application/json", bytes: JSON.stringify(body) };
  const answer = await fetch(`${house.address}${path}`, {
    method,
    headers: { ...headers, ...(sent.type === null ? {} : { "content-type": sent.type }) },
    ...(sent.bytes === undefined ? {} : { body: sent.bytes }),
  });
  if (!answer.ok)
    throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}
