// How many records a page of a model may hold: as many as the server managed last time, growing
// again after success.
import { z } from "zod";
import type { SourceClient } from "../source-client.ts";
import type { OdooSettings } from "./settings.ts";

type OdooClient = SourceClient<OdooSettings>;

export const usualPageSize = 1_000;

/**
 * Full pages required before a larger one is tried, because each failed try transfers eight
 * megabytes for nothing.
 */
const worthTrying = 32;

const Borne = z.object({ size: z.int().min(1), full: z.int().min(0) });

const borneBy = (client: OdooClient, model: string): z.infer<typeof Borne> => {
  const { success, data } = Borne.safeParse(client.recall(`page:${model}`));
  return success ? data : { size: usualPageSize, full: 0 };
};

/** @param most upper bound set by the engine, if any */
export function pageSizeOf(client: OdooClient, model: string, most: number | null): number {
  return Math.max(1, Math.min(usualPageSize, most ?? usualPageSize, borneBy(client, model).size));
}

export function rememberBorne(client: OdooClient, model: string, size: number): void {
  client.remember(`page:${model}`, { size: Math.max(1, size), full: 0 });
}

/** A full page was read. After enough of them the page size doubles. */
export function rememberFull(client: OdooClient, model: string, limit: number): void {
  const borne = borneBy(client, model);
  if (borne.size >= usualPageSize || limit < borne.size) return;
  const full = borne.full + 1;
  client.remember(
    `page:${model}`,
    full < worthTrying ? { ...borne, full } : { size: borne.size * 2, full: 0 },
  );
}
