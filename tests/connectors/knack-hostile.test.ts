// Knack survives whatever answers.
import { hostile } from "./hostile.ts";

hostile("knack-hostile.world.ts", () => import("./knack-hostile.world.ts"));
