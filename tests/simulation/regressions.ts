// Worlds that once broke a promise, with the faults they need and nothing else: they stay whole from now on.
import type { Shrunk } from "./shrink.ts";

export const regressions: readonly (Omit<Shrunk, "violation"> & { once: string })[] = [];
