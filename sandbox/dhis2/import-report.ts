// The report of a metadata import, and the background job that makes one.
import type { Obj } from "./objects.ts";

export type ImportStats = {
  created: number;
  updated: number;
  deleted: number;
  ignored: number;
  total: number;
};

export type ImportReport = {
  status: "OK" | "WARNING" | "ERROR";
  stats: ImportStats;
  typeReports: Obj[];
};

/** `polls`: how often a client has requested its notifications. */
export type ImportTask = {
  id: string;
  createdMs: number;
  polls: number;
  run: () => ImportReport;
  report: ImportReport | null;
};
