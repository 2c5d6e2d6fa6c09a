// What a Gate keeps when its object is let go: permits and pace are worth a second and live in
// memory only.
import type { GateState } from "../gate.ts";
import { storedFormat } from "./stored-format.ts";

export type StoredGate = Pick<GateState, "day" | "silentUntil">;

/** What the source itself says of its limit came later. */
type GateOfVersion0 = Omit<StoredGate, "day"> & {
  day: Omit<GateState["day"], "limit"> & { limit?: number | null };
};

const gateOfVersion1 = ({ day, silentUntil }: GateOfVersion0): StoredGate => ({
  day: { ...day, limit: day.limit ?? null },
  silentUntil,
});

/** The kept part of a Gate, whatever version it was kept in. */
export const storedGate = storedFormat<StoredGate>("gate", [gateOfVersion1]);
