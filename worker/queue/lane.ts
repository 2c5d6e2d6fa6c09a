// A lane: claims the batches of a run one after another, carries them out and returns the results.
import type { TenantRpc } from "../../contract/rpc/tenant.ts";
import type { Failure } from "../../contract/source/failure.ts";
import type { Claim, Fence, Outcome, Task } from "../../contract/rpc/task.ts";
import { ConnectorError } from "../../connectors/connector-error.ts";
import type { FetchOrder, ResourceSpec, Source } from "../../connectors/connector.ts";
import { packPage } from "../../core/pack.ts";
import { isIdRange } from "../../core/partitions.ts";
import { claimMs } from "../../core/retry.ts";
import { isLocal } from "../http/context.ts";
import { openDatabase } from "../db/database.ts";
import { isPassing, tenantRpc } from "../stubs.ts";
import { waitCodes } from "../outbound/permit.ts";
import { HttpProblem, refusalOf } from "../http/problem.ts";
import { log } from "../log.ts";
import { noteAccepted } from "../connections/proof.ts";
import { openDestination, openSource, type OpenSystem } from "../outbound/reach.ts";
import { SealError } from "../outbound/seal.ts";
import { withdrawalWatch } from "../connections/withdrawal.ts";

/**
 * How long a lane works before it asks to be sent again. Locally the queue handles one batch of
 * messages at a time.
 */
const sliceMs = { production: 20_000, local: 2_000 } as const;
const renewMs = claimMs / 3;

/** Works one lane's slice of a run; returns when nothing is left to do, or its time is over. */
export async function workLane(env: Env, _ctx: ExecutionContext, task: Task): Promise<void> {
  const tenant = tenantRpc(env, { id: task.tenant, jurisdiction: task.jurisdiction });
  const endsAt = Date.now() + sliceMs[isLocal(env) ? "local" : "production"];
  const source = sourceOpener(env);
  const watch = withdrawalWatch(openDatabase(env.DB));
  let assignment = await tenant.claim(task);
  while (assignment.type === "claim") {
    const { claim } = assignment;
    const outcome = await whileHeld(tenant, claim.fence, () =>
      withRight(watch, claim, () => workBatch(env, claim, source)),
    );
    if (outcome === "overtaken") return;
    assignment = await tenant.apply({
      fence: claim.fence,
      outcome,
      then: Date.now() < endsAt ? "next" : "resend",
    });
  }
}

/** Renews the claim while the work goes on; a lane that has lost its claim stops silently. */
async function whileHeld(
  tenant: TenantRpc,
  fence: Fence,
  work: () => Promise<Outcome>,
): Promise<Outcome | "overtaken"> {
  let overtake: () => void = () => undefined;
  const overtaken = new Promise<"overtaken">((resolve) => {
    overtake = () => resolve("overtaken");
  });
  const timer = setInterval(() => {
    tenant.renew(fence).then(
      (held) => (held ? undefined : overtake()),
      // The object may be restarting: the claim survives a missed renewal or two.
      () => undefined,
    );
  }, renewMs);
  try {
    return await Promise.race([work(), overtaken]);
  } finally {
    clearInterval(timer);
  }
}

/** Carries out a batch only while the tenant may use its connection, and discards it otherwise. */
async function withRight(
  watch: ReturnType<typeof withdrawalWatch>,
  claim: Claim,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const refused = await watch.before(claim);
  if (refused !== null) return { type: "failed", failure: refused };
  const outcome = await work();
  const meanwhile = await watch.after(claim);
  return meanwhile === null ? outcome : { type: "failed", failure: meanwhile };
}

type SourceOpener = (claim: Claim) => Promise<Reached>;

/**
 * All batches of a lane belong to one run and one source, so the source is opened once and can
 * continue where it stopped.
 */
function sourceOpener(env: Env): SourceOpener {
  let reached: Reached | null = null;
  return async ({ access, urgent }) => (reached ??= await openSource(env, access, { urgent }));
}

async function workBatch(env: Env, claim: Claim, source: SourceOpener): Promise<Outcome> {
  try {
    const outcome =
      claim.kind === "deliver" ? await deliver(env, claim) : await ask(await source(claim), claim);
    if (claim.kind === "survey") await noteAccepted(env, claim.access);
    if (claim.kind === "deliver" && claim.delivery !== null)
      await noteAccepted(env, claim.delivery.destination);
    return outcome;
  } catch (error) {
    return outcomeOf(error, claim);
  }
}

function ask(reached: Reached, claim: Claim): Promise<Outcome> {
  switch (claim.kind) {
    case "survey":
      return survey(reached, claim);
    case "fetch":
      return fetchPage(reached, claim);
    case "verify":
      return verify(reached, claim);
    case "deliver":
      throw new Error("a source is not delivered to");
  }
}

type Reached = OpenSystem<Source<unknown>>;

const readingOf = ({ template, resource, options }: Claim): ResourceSpec => ({
  template,
  resource,
  options,
});

async function survey({ connector, client }: Reached, claim: Claim): Promise<Outcome> {
  const reading = readingOf(claim);
  const fingerprint = connector.fingerprint(client.settings, reading);
  // Another address, filter or mapping: the kept data was read from something else.
  const { cursor, complete } =
    claim.since.fingerprint === fingerprint ? claim.since : { cursor: null, complete: true };
  const found = await connector.survey(client, reading, { cursor, complete });
  return {
    type: "surveyed",
    survey: connector.ids === undefined ? { ...found, idRanges: [] } : found,
    fingerprint,
  };
}

async function fetchPage({ connector, client }: Reached, claim: Claim): Promise<Outcome> {
  const page = await connector.fetch(client, orderOf(claim));
  return page.type === "page" ? packPage(page, claim) : page;
}

async function verify({ connector, client }: Reached, claim: Claim): Promise<Outcome> {
  const { horizon } = orderOf({ ...claim, partition: { type: "ids", ids: [] } });
  const order = { ...readingOf(claim), horizon, cursor: claim.cursor };
  if (claim.partition === null)
    return { type: "counted", count: await connector.count(client, order) };
  if (!isIdRange(claim.partition) || connector.ids === undefined)
    throw new Error("only spans of ids can be listed");
  const ids = await connector.ids(client, { ...order, range: claim.partition });
  return { type: "identified", ids, covers: claim.partition };
}

/** Delivers a page to the destination; a background job there is asked about again later. */
async function deliver(env: Env, claim: Claim): Promise<Outcome> {
  const { delivery, fence, resource, template, access, urgent } = claim;
  if (delivery === null) throw new Error("a batch is delivered only with its page");
  const { destination, ...page } = delivery;
  const { connector, client } = await openDestination(env, destination, { urgent });
  const answer = await connector.push(client, {
    ...page,
    tenant: access.tenant,
    template,
    resource,
    epoch: fence.epoch,
  });
  return answer.type === "pending"
    ? { type: "pending", task: answer.task, until: Date.now() + answer.retryAfterMs }
    : answer;
}

function orderOf(claim: Claim): FetchOrder {
  const { partition, horizon, coverage, pageSize } = claim;
  if (partition === null || horizon === null || coverage === null)
    throw new Error("a batch is read only after its survey");
  return { ...readingOf(claim), partition, horizon, coverage, pageSize };
}

/** Turns an error into a failure: from here on it is a value. */
function outcomeOf(error: unknown, claim: Claim): Outcome {
  const failure = failureOf(error, claim);
  return Object.values<string>(waitCodes).includes(failure.code)
    ? { type: "handedBack", until: Date.now() + (failure.retryAfterMs ?? 1_000), failure }
    : { type: "failed", failure };
}

function failureOf(error: unknown, { access: source, delivery, fence }: Claim): Failure {
  if (error instanceof ConnectorError) return error.failure;
  // A connection whose kind is not registered here.
  if (error instanceof HttpProblem) return refusalOf(error);
  const access = delivery?.destination ?? source;
  const kept = { facts: { host: access.connection }, retryAfterMs: null };
  if (error instanceof SealError) return { kind: "refused", code: "secret_unreadable", ...kept };
  // An object of ours that restarts is not the source's fault: retry later, and do not count it.
  if (isPassing(error)) return { kind: "busy", code: "service_restarting", ...kept };
  log("error", "taskBroke", { tenant: access.tenant, run: fence.run }, error);
  return { kind: "broken", code: "run_lost", ...kept };
}
