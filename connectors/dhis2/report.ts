// What an import says about each object and each value: read generously, for every version tells it
// a little differently.
import type { Json } from "../../contract/values/json.ts";
import { isRow, rowsIn, shortText, type Row } from "./wire.ts";

export type ImportReport = {
  created: number;
  updated: number;
  deleted: number;
  /** Why an object was refused, by its uid, or by its place where no uid is told. */
  refused: { uid: string | null; index: number | null; reason: string }[];
  /** It calls itself no success. */
  troubled: boolean;
  /** What it says of itself where it is no success. */
  said: string | null;
};

/** The report of a metadata import, wherever in the answer it stands; null when there is none. */
export function metadataReport(body: Json): ImportReport | null {
  const report = [body, isRow(body) ? body["response"] : null].find(
    (one) => isRow(one) && "typeReports" in one,
  );
  const types = isRow(report) ? rowsIn(report["typeReports"] ?? []) : null;
  if (!isRow(report) || types === null) return null;
  const stats = isRow(report["stats"]) ? report["stats"] : {};
  return {
    created: countIn(stats["created"]),
    updated: countIn(stats["updated"]),
    deleted: countIn(stats["deleted"]),
    refused: types.flatMap((type) =>
      (rowsIn(type["objectReports"] ?? []) ?? []).flatMap(refusalIn),
    ),
    ...statusIn(report, isRow(body) ? body : {}),
  };
}

function refusalIn({ uid, index, errorReports }: Row): ImportReport["refused"] {
  const errors = rowsIn(errorReports ?? []) ?? [];
  if (errors.length === 0) return [];
  const reason = errors.map(({ message, errorCode }) => said(message, errorCode)).join("; ");
  return [
    {
      uid: typeof uid === "string" ? uid : null,
      index: typeof index === "number" && Number.isInteger(index) ? index : null,
      reason: shortText(reason),
    },
  ];
}

const said = (message: Json | undefined, code: Json | undefined): string =>
  [typeof code === "string" ? code : "", typeof message === "string" ? message : ""]
    .filter((text) => text !== "")
    .join(": ") || "?";

export type ValuesReport = {
  created: number;
  updated: number;
  deleted: number;
  /** Unchanged ones, and refused ones where the version counts them. */
  ignored: number;
  /**
   * Why a value was refused, by its place in what was sent; a place that is only called rejected
   * has no reason here.
   */
  refused: Map<number, { code: string; reason: string }>;
  /** What was refused without saying which values it was about. */
  general: { code: string; reason: string }[];
  /**
   * Why nothing at all was taken: the one place -1, as in 2.43 for what could not even be decoded.
   */
  whole: { code: string; reason: string } | null;
  /** It calls itself no success. */
  troubled: boolean;
  /** What it says of itself where it is no success. */
  said: string | null;
};

/** The summary of a data value import; null when there is none. */
export function valuesReport(body: Json): ValuesReport | null {
  const summary = [isRow(body) ? body["response"] : null, body].find(
    (one) => isRow(one) && "importCount" in one,
  );
  if (!isRow(summary) || !isRow(summary["importCount"])) return null;
  const { imported, updated, deleted, ignored } = summary["importCount"];
  const refused: ValuesReport["refused"] = new Map();
  const general: ValuesReport["general"] = [];
  let whole: ValuesReport["whole"] = null;
  for (const conflict of rowsIn(summary["conflicts"] ?? []) ?? []) {
    const { errorCode } = conflict;
    const why = {
      code: typeof errorCode === "string" ? errorCode : "",
      reason: shortText(said(conflict["value"], errorCode)),
    };
    const indexes = wholes(conflict["indexes"]);
    if (Array.isArray(conflict["indexes"]) && conflict["indexes"].includes(-1)) whole ??= why;
    else if (indexes.length === 0) general.push(why);
    for (const index of indexes) {
      const before = refused.get(index);
      refused.set(
        index,
        before === undefined
          ? why
          : { ...why, reason: shortText(`${before.reason}; ${why.reason}`) },
      );
    }
  }
  return {
    created: countIn(imported),
    updated: countIn(updated),
    deleted: countIn(deleted),
    ignored: countIn(ignored),
    refused,
    general,
    whole,
    ...statusIn(summary, isRow(body) ? body : {}),
  };
}

/**
 * The summary and the message around it may each say that something went wrong; what either says is
 * told where it is no praise.
 */
function statusIn(summary: Row, message: Row): Pick<ValuesReport, "troubled" | "said"> {
  const troubled = [summary, message].some(
    ({ status }) => typeof status === "string" && !/^(ok|success)$/i.test(status),
  );
  const words = [summary["description"], message["message"]].find(
    (one) => typeof one === "string" && one !== "" && !/success/i.test(one),
  );
  return { troubled, said: troubled && typeof words === "string" ? shortText(words) : null };
}

const countIn = (value: Json | undefined): number =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;

const wholes = (value: Json | undefined): number[] =>
  Array.isArray(value)
    ? value.filter(
        (one): one is number => typeof one === "number" && Number.isInteger(one) && one >= 0,
      )
    : [];
