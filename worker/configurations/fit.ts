// Whether the parts of a configuration fit together: its destination, and what its template takes.
import type { Template } from "../../contract/api/catalog.ts";
import type { ConfigurationDraft } from "../../contract/api/configuration.ts";
import type { Call, TenantCall } from "../access/call.ts";
import { findUsable } from "../db/connections.ts";
import { notValid, refuseInvisible } from "../http/not-valid.ts";
import { checkOptions, isDestination } from "./catalog.ts";

/**
 * Checks the destination: a connection that the tenant may use, that can be written to, and that is
 * not the source.
 * @throws `not_valid`
 */
export async function checkDestination(
  call: TenantCall,
  { connection, destination }: { connection: string; destination: string | null },
): Promise<void> {
  if (destination === null) return;
  const row =
    destination === connection
      ? null
      : await findUsable(call.db, call.membership.tenant.id, destination);
  if (!row || !isDestination(row.kind)) throw notValid(call.locale, ["destination"]);
}

type Parts = Pick<ConfigurationDraft, "resources" | "mode" | "schedule" | "options">;

/**
 * Checks the parts against their template, and returns the options completed.
 * @throws `not_valid`
 */
export function fitTemplate(
  { locale }: Pick<Call, "locale">,
  { kind, template, parts }: { kind: string; template: Template; parts: Parts },
): Parts["options"] {
  refuseInvisible(locale, "options", parts.options);
  const unknown = parts.resources.filter(
    (key) => !template.resources.some((resource) => resource.key === key),
  );
  const options = checkOptions(kind, template.key, parts.options);
  const paths = [
    ...unknown.map((key) => `resources.${key}`),
    ...(parts.mode === "automatic" && parts.schedule === null ? ["schedule"] : []),
    ...(options.error?.issues ?? []).map((issue) => ["options", ...issue.path].join(".")),
  ];
  if (paths.length > 0 || !options.success) throw notValid(locale, paths);
  return options.data;
}
