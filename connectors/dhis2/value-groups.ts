// Sends values by data set, as 2.43 takes them: each group all or nothing, so a refused group is
// taken apart until what is refused stands alone.
import type { Dhis2Client } from "./requests.ts";
import { dataSetsFor } from "./data-sets.ts";
import { valuesNamedIn } from "./group-refusals.ts";
import { splitRefused, type Splits } from "./split-refused.ts";
import {
  importPart,
  refusal,
  refusalOf,
  type Outcome,
  type PartOutcome,
  type Reason,
  type Refusal,
} from "./value-imports.ts";
import type { Sent, Strategy } from "./sent-value.ts";
import { chunks } from "./wire.ts";

/** Values per import. */
const valuesPerImport = 1_000;
/**
 * Requests besides the first of each group, so that a page with many refusals comes to an end. What
 * is left then waits for the next refresh.
 */
const maxSplits = 80;

/**
 * A value with the data sets left to try, the likeliest first. `refused`: why the first one refused
 * it.
 */
type Choice = { one: Sent; dataSets: string[]; refused: Reason | null };
type Importing = { client: Dhis2Client; strategy: Strategy; done: Outcome; splits: Splits };

/**
 * Sends values by data set. A value whose data element is in several is sent to the next one when
 * the first refuses it.
 */
export async function importGroups(
  client: Dhis2Client,
  sent: Sent[],
  strategy: Strategy,
): Promise<Outcome> {
  const importing: Importing = {
    client,
    strategy,
    splits: { left: maxSplits },
    done: { created: 0, updated: 0, unchanged: 0, removed: 0, refused: [] },
  };
  const dataSets = await dataSetsFor(client, sent);
  let choices = sent.map((one, at): Choice => ({
    one,
    dataSets: dataSets[at] ?? [],
    refused: null,
  }));
  while (choices.length > 0) {
    const ended = choices.filter((choice) => choice.dataSets.length === 0);
    importing.done.refused.push(...ended.map((choice) => rejectOf(client, choice)));
    choices = await tryFirst(
      importing,
      choices.filter((choice) => choice.dataSets.length > 0),
    );
  }
  return importing.done;
}

/** The likeliest data set was tried first, so its reason is the one to act on. */
function rejectOf(client: Dhis2Client, { one, refused }: Choice) {
  if (refused === null)
    return refusal(client, one.delivery, {
      code: "element_without_data_set",
      reason: one.parts.dataElement,
    });
  return refusalOf(client, { one, ...refused });
}

/**
 * Sends each value to the first of its data sets. Returns refused values with the data sets that
 * are left.
 */
async function tryFirst(importing: Importing, choices: Choice[]): Promise<Choice[]> {
  const left: Choice[] = [];
  for (const [dataSet, members] of Map.groupBy(choices, ({ dataSets }) => dataSets[0] ?? "")) {
    const byValue = new Map(members.map((choice) => [choice.one, choice]));
    for (const part of chunks([...byValue.keys()], valuesPerImport)) {
      for (const { one, ...reason } of await importGroup(importing, dataSet, part)) {
        const choice = byValue.get(one);
        if (choice !== undefined)
          left.push({ one, dataSets: choice.dataSets.slice(1), refused: choice.refused ?? reason });
      }
    }
  }
  return left;
}

/**
 * Sends a group. If it is refused as a whole, the values that the reason names are refused and the
 * rest is sent again.
 */
async function importGroup(
  { client, strategy, splits, done }: Importing,
  dataSet: string,
  group: Sent[],
): Promise<Refusal[]> {
  const parts = splitRefused(group, splits, valuesNamedIn);
  let step = parts.next();
  while (step.done !== true) {
    const outcome = await importPart(client, step.value, { strategy, dataSet });
    const whole = step.value.length > 1 ? outcome.whole : null;
    if (whole === null) count(done, outcome);
    const refused = [...outcome.refusals, ...outcome.lost].map(({ one, ...why }) => ({ one, why }));
    step = parts.next({ whole, refused });
  }
  return step.value.map(({ one, why }) => ({ one, ...why }));
}

function count(done: Outcome, { created, updated, removed, unchanged }: PartOutcome): void {
  done.created += created;
  done.updated += updated;
  done.removed += removed;
  done.unchanged += unchanged;
}
