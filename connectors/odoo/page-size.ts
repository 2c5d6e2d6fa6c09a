// How many records a page of a model may hold: as many as the server managed last time, growing
// again after success.
import { z } from "zod";
import type { SourceClient } from "../source-client.ts";
import type { OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

export const defaultPageSize = 1_000;

/**
 * Full pages required before a larger one is tried, because each failed try transfers eight
 * megabytes for nothing.
 */
const fullPagesBeforeGrowth = 32;

const PageSizeState = z.object({ size: z.int().min(1), full: z.int().min(0) });

const stateOf = (client: OdooClient, model: string): z.infer<typeof PageSizeState> => {
  const { success, data } = PageSizeState.safeParse(client.recall(`page:${model}`));
  return success ? data : { size: defaultPageSize, full: 0 };
};

/** @param most upper bound set by the engine, if any */
export function pageSizeOf(client: OdooClient, model: string, most: number | null): number {
  return Math.max(
    1,
    Math.min(defaultPageSize, most ?? defaultPageSize, stateOf(client, model).size),
  );
}

/** Limits the page size of a model, after a page was too large. */
export function limitPageSize(client: OdooClient, model: string, size: number): void {
  client.remember(`page:${model}`, { size: Math.max(1, size), full: 0 });
}

/** A full page was read. After enough of them the page size doubles. */
export function recordFullPage(client: OdooClient, model: string, limit: number): void {
  const borne = stateOf(client, model);
  if (borne.size >= defaultPageSize || limit < borne.size) return;
  const full = borne.full + 1;
  client.remember(
    `page:${model}`,
    full < fullPagesBeforeGrowth ? { ...borne, full } : { size: borne.size * 2, full: 0 },
  );
}
