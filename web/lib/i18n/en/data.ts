// Records, charts and averages in English.
import { counter, figures } from "../count.ts";

const count = counter("en");
const figure = figures("en");

export const data = {
  data: {
    none: "Nothing is set up here yet.",
    noneAdmin: "Connect a system first, then choose what to refresh.",
    setUp: "Set up the first connection",
    empty: "No records yet.",
    emptyLead: "They appear here after the first refresh.",
    noneSoFar: "Nothing found so far. There are more records to search.",
    noMatch: (search: string) => `Nothing matches “${search}”.`,
    clear: "Clear the search",
    search: "Search",
    searchIn: (source: string) => `Search in ${source}`,
    sortBy: "Sort by",
    unsorted: "No sorting",
    sources: "Data sources",
    shown: (shown: number, total: number | null) =>
      total === null
        ? `${count(shown, "record", "records")} shown`
        : `${figure(shown)} of ${count(total, "record", "records")} shown`,
    ascending: "ascending",
    descending: "descending",
    link: "Open",
    linkOf: (id: string) => `Open record ${id} at the source`,
    notReadyTitle: "The data is not ready yet",
    notReadyLead:
      "This page opens once all the data has been read. You can leave; the refresh continues.",
    notReadyIdle: "The first refresh has not been started yet.",
    allColumns: "All columns",
    fewerColumns: "Fewer columns",
    tableScroll: "Table, scroll sideways for more columns",
  },
  plot: {
    more: (n: number) => count(n, "more chart", "more charts"),
    fewer: "Fewer charts",
    asTable: "Show as table",
    asPlot: "Show as chart",
    month: "Month",
    summary: (title: string, total: string, months: number, peak: string, peakSum: string) =>
      `${title}: ${total} over ${count(months, "month", "months")}, with a peak of ${peakSum} in ${peak}.`,
    total: "Total",
    undated: (sum: string, records: number) =>
      `The chart leaves out ${count(records, "record", "records")} without a date (${sum}).`,
    uncounted: (states: string) => `Not counted: ${states}.`,
    none: "No amounts to show yet.",
    currency: "Currency",
    earlier: "Earlier",
    later: "Later",
  },
  averages: {
    all: "All",
    compare: "Compare by",
    none: "No results to compare yet.",
    noMatch: "No result matches these filters.",
    records: "Results",
    empty: "not given",
    bar: (group: string, average: string, records: number) =>
      `${group}: ${average} on average, ${count(records, "result", "results")}`,
    summary: (title: string, measure: string, groups: number, top: string, average: string) =>
      groups === 1
        ? `${title}, ${measure}: ${average} for ${top}.`
        : `${title}, ${measure}: highest for ${top} with ${average}.`,
  },
};
