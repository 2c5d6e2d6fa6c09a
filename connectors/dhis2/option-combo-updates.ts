// Completes option combinations after an import: asks the system to generate them, then checks that
// they exist.
import type { Reject } from "../../contract/source/record.ts";
import { ConnectorError } from "../connector-error.ts";
import { longTimeoutMs, postAction, type Dhis2Client } from "./requests.ts";
import { allOf } from "./collection.ts";
import { combinationsBy } from "./option-combos.ts";
import { combinationKey } from "./value-ids.ts";
import { chunks, isUid, rowsIn, shortText, uidIn, type Row } from "./wire.ts";

const combosPerQuestion = 50;
/**
 * No system generates more than this: the category combination is a mistake that its own people
 * must see.
 */
const maxCombinations = 50_000;

type Combo = { uid: string; name: string; categories: string[]; wanted: string[] };
type Sent = { id: string | number; uid: string };

/**
 * Makes sure that the category combinations that were sent, or whose categories were, have all
 * their option combinations. Returns rejects for those that still lack some: what refers to the
 * missing ones would be refused or would not work.
 */
export async function completeOptionCombos(
  client: Dhis2Client,
  { family, sent }: { family: string; sent: Sent[] },
): Promise<Reject[]> {
  const combos = await combosOf(client, { family, uids: sent.map(({ uid }) => uid) });
  const lacking = await lackingOf(client, combos);
  if (lacking.size === 0) return [];
  const may = await update(client);
  const still = may
    ? await lackingOf(
        client,
        combos.filter(({ uid }) => lacking.has(uid)),
      )
    : lacking;
  return sent.flatMap(({ id, uid }) => {
    const concerned = combos.find(
      (combo) => still.has(combo.uid) && (combo.uid === uid || combo.categories.includes(uid)),
    );
    if (concerned === undefined) return [];
    const facts = {
      host: client.host,
      object: shortText(`${concerned.name} (${concerned.uid})`, 200),
      missing: String(still.get(concerned.uid)),
    };
    return [
      { id, code: may ? "option_combos_not_made" : "option_combos_not_allowed", facts, sample: "" },
    ];
  });
}

/**
 * Asks the system to generate all option combinations (dhis2-core, MaintenanceController, 2.40 to
 * 2.43). False if the account lacks the right.
 */
async function update(client: Dhis2Client): Promise<boolean> {
  try {
    await postAction(client, {
      model: "maintenance",
      path: "maintenance/categoryOptionComboUpdate",
      timeoutMs: longTimeoutMs,
    });
    return true;
  } catch (error) {
    // A server that is slow or fails may have generated them all the same; the check that follows
    // tells.
    if (!(error instanceof ConnectorError)) throw error;
    if (error.failure.code === "writing_rights_missing") return false;
    if (
      [
        "source_server_error",
        "source_timeout",
        "answer_unreadable",
        "model_missing",
        "request_refused",
      ].includes(error.failure.code)
    )
      return true;
    throw error;
  }
}

async function combosOf(
  client: Dhis2Client,
  { family, uids }: { family: string; uids: string[] },
): Promise<Combo[]> {
  const by = family === "categoryCombos" ? "id" : "categories.id";
  const combos = new Map<string, Combo>();
  for (const part of chunks(uids.filter(isUid), combosPerQuestion)) {
    const fields = "id,name,categories[id,categoryOptions[id]]";
    for (const row of await allOf(client, {
      family: "categoryCombos",
      filters: [`${by}:in:[${part.join(",")}]`],
      fields,
    })) {
      const combo = comboIn(row);
      if (combo !== null) combos.set(combo.uid, combo);
    }
  }
  return [...combos.values()];
}

function comboIn({ id, name, categories }: Row): Combo | null {
  const rows = rowsIn(categories ?? []) ?? [];
  const options = rows.map(({ categoryOptions }) =>
    (rowsIn(categoryOptions ?? []) ?? []).map(uidIn).filter((uid) => uid !== null),
  );
  const count = options.reduce(
    (product, { length }) => product * length,
    rows.length === 0 ? 0 : 1,
  );
  if (!isUid(id) || name === "default" || count > maxCombinations) return null;
  const all =
    count === 0
      ? []
      : options.reduce<string[][]>(
          (made, more) => made.flatMap((one) => more.map((option) => [...one, option])),
          [[]],
        );
  return {
    uid: id,
    name: typeof name === "string" ? name : id,
    categories: rows.map(uidIn).filter((uid) => uid !== null),
    wanted: [...new Set(all.map((members) => combinationKey(id, [...new Set(members)])))],
  };
}

/**
 * How many option combinations each category combination lacks, by uid. Complete ones are left out.
 */
async function lackingOf(client: Dhis2Client, combos: Combo[]): Promise<Map<string, number>> {
  const wanting = combos.filter(({ wanted }) => wanted.length > 0);
  const there = new Set(
    (
      await combinationsBy(
        client,
        "categoryCombo.id",
        wanting.map(({ uid }) => uid),
      )
    ).map(({ key }) => key),
  );
  const counts = wanting.map(
    ({ uid, wanted }) => [uid, wanted.filter((key) => !there.has(key)).length] as const,
  );
  return new Map(counts.filter(([, count]) => count > 0));
}
