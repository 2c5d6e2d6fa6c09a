// How many records a page of a model may hold now: as many as it bore last time, growing back when
// all goes well.
import { z } from "zod";
import type { Link } from "../connector.ts";
import type { OdooSettings } from "./settings.ts";

type OdooLink = Link<OdooSettings>;

export const usualPageSize = 1_000;

/**
 * Full pages that must have been borne before a larger one is tried: each try that fails has moved
 * eight megabytes for nothing.
 */
const worthTrying = 32;

const Borne = z.object({ size: z.int().min(1), full: z.int().min(0) });

const borneBy = (link: OdooLink, model: string): z.infer<typeof Borne> => {
  const { success, data } = Borne.safeParse(link.recall(`page:${model}`));
  return success ? data : { size: usualPageSize, full: 0 };
};

/** @param most what the engine allows; null where it does not mind */
export function pageSizeOf(link: OdooLink, model: string, most: number | null): number {
  return Math.max(1, Math.min(usualPageSize, most ?? usualPageSize, borneBy(link, model).size));
}

export function rememberBorne(link: OdooLink, model: string, size: number): void {
  link.remember(`page:${model}`, { size: Math.max(1, size), full: 0 });
}

/** A full page was borne. After a few of them the next may be larger. */
export function rememberFull(link: OdooLink, model: string, limit: number): void {
  const borne = borneBy(link, model);
  if (borne.size >= usualPageSize || limit < borne.size) return;
  const full = borne.full + 1;
  link.remember(
    `page:${model}`,
    full < worthTrying ? { ...borne, full } : { size: borne.size * 2, full: 0 },
  );
}
