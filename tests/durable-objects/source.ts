// A tenant that reads the sandbox: plans, orders and what the source really holds.
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import { Limits } from "../../contract/api/configuration.ts";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import type { StartCommand } from "../../contract/rpc/start.ts";
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Run } from "../../contract/api/run.ts";
import { catalog } from "../../connectors/index.ts";
import { odooSandbox } from "../../sandbox/accounts.ts";
import { sealSecret } from "../../worker/outbound/secret.ts";

export const person = { kind: "person" as const, id: "p1", name: "Jean" };

export const templateOf = (key: string) => {
  const template = catalog.kinds
    .flatMap(({ templates }) => templates)
    .find((one) => one.key === key);
  if (template === undefined) throw new Error(`no template ${key}`);
  return template;
};

/** A plan over a database of the sandbox. */
export async function aPlan(
  tenant: string,
  over: Partial<RunPlan> & { database?: string; password?: string; url?: string } = {},
): Promise<RunPlan> {
  const {
    database = odooSandbox.databases.trading,
    password = odooSandbox.reader.password,
    url = inject("sandbox"),
    ...plan
  } = over;
  const settings = { url, database, login: odooSandbox.reader.login, transport: "jsonrpc" };
  const owner = { tenant, connection: "c1", kind: "odoo" as const, settings };
  const template = templateOf(plan.template ?? "treasury");
  return {
    configuration: "f1",
    configurationName: "Treasury",
    template: template.key,
    options: {},
    resources: template.resources,
    access: { ...owner, secret: await sealSecret(env.KEY_RING, password, owner) },
    destination: null,
    limits: Limits.parse({}),
    schedule: null,
    timeZone: "Europe/Paris",
    ...plan,
  };
}

export const anOrder = (
  tenant: string,
  plan: RunPlan,
  over: Partial<StartCommand> = {},
): StartCommand => ({
  tenant,
  jurisdiction: null,
  plan,
  resources: null,
  complete: false,
  startedBy: person,
  idempotencyKey: null,
  ...over,
});

export const tenantStub = (tenant: string) => env.TENANT.get(env.TENANT.idFromName(tenant));
export const tenantDoor = (tenant: string): TenantRpc => tenantStub(tenant) as unknown as TenantRpc;

/** Waits for the tenant's run to end. */
export async function ended(door: TenantRpc, withinMs = 25_000): Promise<Run> {
  const until = Date.now() + withinMs;
  for (;;) {
    const { active, last } = await door.status();
    if (active === null && last !== null) return last;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(active)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the sandbox's control answers. */
export async function sandbox<Answer>(path: string, body?: unknown): Promise<Answer> {
  const init =
    body === undefined
      ? {}
      : {
          method: "POST",
          body: JSON.stringify(body),
          headers: { "content-type": "application/json" },
        };
  const response = await fetch(`${inject("sandbox")}/sandbox/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
