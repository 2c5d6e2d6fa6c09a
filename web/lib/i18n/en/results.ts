// What came of a refresh, in English: the counts, the check of files, the delivery, the question
// about records that have disappeared.
import { counter, figures } from "../count.ts";

const count = counter("en");
const figure = figures("en");

export const results = {
  outcome: {
    checked: (n: number) => count(n, "checked", "checked"),
    /** In the words of the data source by which people count. */
    checkedAs: (n: number, one: string, many: string) => count(n, one, many),
    files: (n: number) => count(n, "file", "files"),
    took: (what: string, duration: string) => `${what} in ${duration}`,
    same: (what: string, duration: string) => `Nothing changed: ${what} in ${duration}`,
    nothing: (duration: string) => `Nothing changed in ${duration}`,
    failed: "The refresh failed",
    cancelled: "The refresh was stopped",
    kept: "Your data has not changed.",
    undone: (who: string, at: string) => `Undone by ${who}, ${at}`,
    takenBack: "The data from before this refresh is shown again.",
    of: (sources: string) => `${sources}:`,
    mend: "Open the settings",
    partly: "What could be read is up to date; the rest keeps its earlier data.",
    warned: "The data is up to date. Check the warnings about its files.",
    added: (n: number) => count(n, "new", "new"),
    changed: (n: number) => count(n, "changed", "changed"),
    removed: (n: number) => count(n, "removed", "removed"),
    unchanged: (n: number) => count(n, "unchanged", "unchanged"),
    rejected: (n: number) => count(n, "needs attention", "need attention"),
    seeChanges: "See what changed",
    seeDetails: "See the details",
    verified: (n: number) => `${count(n, "record", "records")} compared with the source`,
    rowsWritten: (n: number) => `${count(n, "row", "rows")} written`,
  },
  findings: {
    title: "Check and clean-up",
    doing: (source: string) => `Checking and cleaning up ${source}…`,
    clean: "nothing to correct",
  },
  delivery: {
    title: "At the destination",
    sent: (sent: string, total: string) => `${sent} of ${total} sent`,
    all: (n: number) => count(n, "sent", "sent"),
    created: (n: number) => count(n, "created", "created"),
    updated: (n: number) => count(n, "updated", "updated"),
    unchanged: (n: number) => count(n, "already identical", "already identical"),
    removed: (n: number) => count(n, "removed", "removed"),
    refused: (n: number) => count(n, "refused", "refused"),
    ended: (n: number, duration: string) =>
      `${count(n, "record", "records")} sent to the destination in ${duration}`,
    again: "Send everything again",
    takesBack:
      "The destination keeps its data until the earlier data has been sent to it, which begins at once.",
    to: (name: string) => `Also sent to ${name}`,
    toOther: "Also sent to another system",
  },
  question: {
    title: "Records missing at the source",
    several: (vanishing: number, sources: number) =>
      `${count(vanishing, "record has", "records have")} disappeared at the source, in ${count(sources, "data source", "data sources")}. Nothing was removed here. Is this expected?`,
    one: (vanishing: number, of: number, source: string) =>
      `${source}: ${figure(vanishing)} of ${count(of, "record", "records")} ${vanishing === 1 ? "has" : "have"} disappeared at the source. Nothing was removed here. Is this expected?`,
    kept: "The records stay until someone confirms. A yes covers only these records: if others have disappeared by then, we ask again.",
    yes: (n: number) =>
      n === 1
        ? "Yes, it is gone: remove it"
        : `Yes, they are gone: remove ${count(n, "record", "records")}`,
    yesOf: (n: number, sources: string) =>
      `Yes, they are gone: remove ${count(n, "record", "records")} (${sources})`,
    ask: (names: string) => `Only an administrator of this establishment can answer. Ask ${names}.`,
    askAny: "Only an administrator of this establishment can answer. Ask one of them.",
    confirmed: (n: number, source: string, who: string, at: string) =>
      `${source}: ${who} confirmed on ${at} that ${count(n, "record is", "records are")} gone.`,
    replaced: (source: string, at: string) =>
      `${source}: a later refresh checked again on ${at}. This question is closed.`,
  },
};
