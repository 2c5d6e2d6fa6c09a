// What the registered connectors add up to: the catalog that forms are drawn from.
import type { z } from "zod";
import type { Catalog } from "../contract/api/catalog.ts";
import type { KindDescription } from "./connector.ts";
import { formOf } from "./setting.ts";

/** Connectors by their kind, each with settings of a type of its own. */
export type Connectors = {
  readonly [kind: string]: { kind: KindDescription; settings: z.ZodObject };
};

/** What can be connected, with the form of each kind's settings. */
export const catalogOf = (connectors: Connectors): Catalog => ({
  kinds: Object.values(connectors).map(({ kind, settings }) => ({
    ...kind,
    settings: formOf(settings),
  })),
});
