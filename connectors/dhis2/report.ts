// Parses import reports of metadata and of data values. They are read leniently, because each
// version writes them a little differently.
import type { Json } from "../../contract/values/json.ts";
import { isRow, rowsIn, shortText, type Row } from "./wire.ts";

export type ImportReport = {
  created: number;
  updated: number;
  deleted: number;
  /** Why objects were refused: by uid, or by index where no uid is given. */
  refused: { uid: string | null; index: number | null; reason: string }[];
  /** Whether its status says anything other than success. */
  troubled: boolean;
  /** Its own message when it was not successful. */
  said: string | null;
};

/** The report of a metadata import, wherever in the response it stands; null if there is none. */
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
  /** Unchanged values, and in some versions the refused ones too. */
  ignored: number;
  /**
   * Why values were refused, by their index in the request. A value that is only listed as rejected
   * has no entry.
   */
  refused: Map<number, { code: string; reason: string }>;
  /** Reasons that do not say which values they are about. */
  general: { code: string; reason: string }[];
  /**
   * Why nothing at all was taken. 2.43 reports it with the index -1, for a request it could not
   * even decode.
   */
  whole: { code: string; reason: string } | null;
  /** Whether its status says anything other than success. */
  troubled: boolean;
  /** Its own message when it was not successful. */
  said: string | null;
};

/** The summary of a data value import; null if there is none. */
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
    const indexes = indexesIn(conflict["indexes"]);
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
 * Both the summary and the message around it may report a problem. Their text is kept unless it
 * reports success.
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

const indexesIn = (value: Json | undefined): number[] =>
  Array.isArray(value)
    ? value.filter(
        (one): one is number => typeof one === "number" && Number.isInteger(one) && one >= 0,
      )
    : [];
