// Maintenance actions: what a DHIS2 only does on request, such as generating option combinations.
import type { Answer } from "../http.ts";
import type { Instance } from "./instance.ts";
import { Refused, webMessage } from "./messages.ts";
import { requireAuthority, type User } from "./sign-in.ts";

/** Runs maintenance actions. */
export function maintain(instance: Instance, user: User, what: string[]): Answer {
  requireAuthority(user, "F_PERFORM_MAINTENANCE");
  const [task, kind, uid = ""] = what;
  if (task !== "categoryOptionComboUpdate")
    throw new Refused(404, {
      message: `No resource maintenance/${what.join("/")}`,
      errorCode: "E1005",
    });
  const combos = instance.collection("categoryCombos");
  if (kind === "categoryCombo") {
    const combo = combos.get(uid);
    if (combo === undefined)
      throw new Refused(409, { message: `CategoryCombo does not exist: ${uid}` });
    instance.combine(combo);
    return webMessage(200, { status: "OK", message: "Import was successful." });
  }
  for (const combo of combos.values()) instance.combine(combo);
  // Up to 2.42 the response is empty (dhis2-core, MaintenanceController).
  return instance.minor >= 43
    ? webMessage(200, { status: "OK", message: "" })
    : { status: 204, headers: {}, body: "" };
}
