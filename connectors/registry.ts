// What the registered connectors add up to: the catalog that forms are drawn from.
import type { z } from "zod";
import type { Catalog } from "../contract/api/catalog.ts";
import type { KindDescription } from "./connector.ts";
import { formOf } from "./setting.ts";

type Described = { kind: KindDescription; settings: z.ZodObject };

/** What can be connected, with the form of each kind's settings. */
export const catalogOf = (connectors: Record<string, Described>): Catalog => ({
  kinds: Object.values(connectors).map(({ kind, settings }) => ({
    ...kind,
    settings: formOf(settings),
  })),
});
