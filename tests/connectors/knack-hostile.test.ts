// Knack survives every response of the hostile suite.
import { hostile } from "./hostile.ts";

hostile("knack-hostile.world.ts", () => import("./knack-hostile.world.ts"));
