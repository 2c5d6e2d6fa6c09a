// A DHIS2 that is written to survives whatever answers, and counts nothing as done that was not.
import { hostile } from "./hostile.ts";

hostile("dhis2-push-hostile.world.ts", () => import("./dhis2-push-hostile.world.ts"));
