// What can go wrong in a simulated world, and which of it a seed switches on.
import type { Chance } from "./chance.ts";

/** How likely a fault may get at most, each time it could strike. */
const strongest = {
  alarmLate: 1,
  alarmEarly: 0.5,
  alarmDoubled: 0.5,
  alarmLost: 0.6,
  alarmAbandoned: 0.05,
  queueDropped: 1,
  queueDoubled: 0.5,
  queueDelayed: 0.5,
  queueReordered: 0.7,
  queueDown: 0.5,
  crashBeforeCommit: 0.08,
  crashAfterCommit: 0.08,
  crashBetweenEffects: 0.08,
  crashAfterEffects: 0.05,
  answerLost: 0.08,
  objectEvicted: 0.15,
  codeReloaded: 0.04,
  runtimeKilled: 0.02,
  laneDiesWithClaim: 0.25,
  laneDiesReading: 0.25,
  laneDiesAfterwards: 0.2,
  laneSleeps: 0.15,
  reportRepeated: 0.3,
  renewalLost: 0.7,
  sourceAsksToWait: 0.9,
  sourceAsksForADay: 0.3,
  sourceBusy: 0.95,
  sourceDown: 0.95,
  sourceGarbled: 0.3,
  sourceRefuses: 0.04,
  sourceForbids: 0.15,
  sourceSlow: 0.3,
  sourceSilent: 0.08,
  answerTooLarge: 0.5,
  answerCut: 0.2,
  gateClosed: 0.3,
  callsUsedUp: 0.05,
  countLies: 0.3,
  listCutShort: 1,
  pageOmits: 0.3,
  pagesShift: 0.5,
  recordRejected: 0.25,
  rejectWithoutId: 0.1,
  recordKillsLane: 1,
  destinationDown: 0.8,
  destinationGarbled: 0.4,
  destinationRefuses: 0.1,
  destinationPends: 0.6,
  destinationForgets: 0.5,
  deliveryAnswerLost: 0.4,
  deliveryLate: 0.3,
  recordRefused: 0.15,
  sourceEdited: 1,
  writeLate: 0.3,
  massRemoval: 1,
  oldestRemoved: 1,
  rightsWithdrawn: 0.4,
  ledgerDown: 0.7,
  ledgerFailsAfterCommit: 0.5,
  ledgerRowPoisoned: 0.4,
  ledgerSlow: 0.7,
  wakeLost: 0.9,
  scheduleCopyLost: 0.5,
  scheduleCopyLate: 0.5,
  hostSleeps: 0.05,
  hostSleepsLong: 1,
  /** Two records of the source have one key here. */
  keyClaimedTwice: 1,
  destinationEmptied: 0.3,
  destinationRestored: 0.3,
  fenceLost: 0.3,
  groupRefused: 0.2,
  filterIgnored: 0.3,
  recordSpoilsAnswer: 0.15,
} as const;

export type Fault = keyof typeof strongest;
export type Strengths = Record<Fault, number>;
export const faultKinds = Object.keys(strongest) as Fault[];

/** A source that lies twice in accord cannot be found out: only one kind of lie a world. */
const lies: readonly Fault[] = ["countLies", "listCutShort", "pageOmits"];

/**
 * Faults that say little without another: who tidies a room may close it meanwhile, and a list lags
 * behind what was written.
 */
const companions: Partial<Record<Fault, readonly Fault[]>> = {
  oldestRemoved: ["rightsWithdrawn"],
  listCutShort: ["sourceEdited"],
};

/**
 * Swarm: some worlds are faultless, some know one fault, most know several, each as strong as it
 * happens.
 */
export function drawStrengths(chance: Chance): Strengths {
  const strengths = Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Strengths;
  const style = chance.next();
  const shown =
    style < 0.05
      ? []
      : style < 0.25
        ? [chance.pick(faultKinds)]
        : faultKinds.filter(() => chance.happens(style < 0.7 ? 0.15 : 0.4));
  const lie = chance.pick(lies);
  const together =
    shown.length > 1
      ? [...new Set(shown.flatMap((kind): Fault[] => [kind, ...(companions[kind] ?? [])]))]
      : shown;
  for (const kind of together) {
    if (lies.includes(kind) && kind !== lie && shown.length > 1) continue;
    strengths[kind] = strongest[kind] * (chance.happens(0.25) ? 1 : chance.next());
  }
  return strengths;
}

/** States that are seldom reached and have to be reached all the same. */
export const rareStates = [
  "keyContested",
  "startRefused",
  "asOfAnswered",
  "asOfRefused",
  "startRefusedWhileWaiting",
  "startRepeated",
  "claimTakenBack",
  "takenBackAfterRestart",
  "batchCut",
  "recordSetAside",
  "removalsHeld",
  "removalsConfirmed",
  "undone",
  "refreshedAfterUndo",
  "retryReopened",
  "retryFresh",
  "retryAnew",
  "oldHolderRefused",
  "oldEpochRefused",
  "cancelledWithLanesOut",
  "cancelledAtOnce",
  "waitedTooLong",
  "repaired",
  "nothingChanged",
  "published",
  "publishedWithHole",
  "sourceDisagreed",
  "runFailed",
  "resourceFailed",
  "deadSwept",
  "forgottenDuringRun",
  "lanesCalledDirectly",
  "scheduledStart",
  "scheduledWaited",
  "setAside",
  "resumed",
  "rolledBack",
  "lateLedgerRow",
  "poisonedRowPassed",
  "pageShrunk",
  "alarmRefired",
  "delivered",
  "deliveredWhole",
  "deliveryGivenUp",
  "deliveryPending",
  "deliveryRepeated",
  "deliveredAfterUndo",
  "retryDelivers",
  "cancelledWhileDelivering",
  "refusedRecord",
  "taskForgotten",
  "oldEpochFenced",
  "lossNoticed",
  "sentAnew",
  "groupSplit",
  "heldBack",
  "strangersRefused",
  "spoilerFound",
] as const;
export type RareState = (typeof rareStates)[number];
