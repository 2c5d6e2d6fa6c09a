// One resource of one school: its table, the current academic year, and the filter rules that every
// request shares.
import { z } from "zod";
import type { Instant } from "../../contract/values/json.ts";
import type { SourceClient } from "../source-client.ts";
import type { ResourceSpec } from "../connector.ts";
import { failure } from "./faults.ts";
import { completedField, establishmentField, resultsTables } from "./results.ts";
import type { DateOrder, KnackSettings } from "./settings.ts";
import type { ResourceTable } from "./table.ts";
import { academicYearOf, dayAt, rulesWithin, type AcademicYear, type FilterRule } from "./year.ts";

/** There are no options: the school is the connection's own. */
const noOptions = z.strictObject({});

/** The schema of a template's options. */
export const optionsOf = (template: string): z.ZodType<ResourceSpec["options"]> =>
  template === "school_results" ? noOptions : z.never();

/** The tables of a template; empty for an unknown one. */
export const tablesOf = (template: string): ResourceTable[] =>
  template === "school_results" ? resultsTables : [];

/** Which rows are read. */
export type Scope = { year: AcademicYear; dateOrder: DateOrder; rules: FilterRule[] };

/**
 * `at`: the source's clock; ours decides the year only if the source has none. `dateOrder`: how the
 * application writes dates.
 */
export type When = { at: Instant | null; dateOrder: DateOrder };

/**
 * The table of a resource.
 * @throws refused for an unknown resource, or options that are not valid
 */
export function tableOf(
  client: SourceClient<KnackSettings>,
  { template, resource, options }: ResourceSpec,
): ResourceTable {
  const table = tablesOf(template).find(({ key }) => key === resource);
  if (!table) throw failure(client, "refused", "resource_unknown");
  const checked = optionsOf(template).safeParse(options);
  if (!checked.success)
    throw failure(client, "refused", "options_not_valid", {
      option: Object.keys(options).join(", ").slice(0, 100),
    });
  return table;
}

/**
 * The rows of the connection's school in the current academic year. Throws `ConnectorError` if no
 * school is chosen.
 */
export function scopeOf(client: SourceClient<KnackSettings>, { at, dateOrder }: When): Scope {
  const { establishment, calendar } = client.settings;
  if (establishment === "") throw failure(client, "refused", "establishment_missing");
  const year = academicYearOf(calendar, dayAt(calendar, at ?? new Date().toISOString()));
  const own: FilterRule = { field: establishmentField, operator: "is", value: establishment };
  return { year, dateOrder, rules: [own, ...rulesWithin(year, completedField, dateOrder)] };
}
