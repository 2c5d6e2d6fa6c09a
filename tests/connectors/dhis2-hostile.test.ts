// DHIS2 survives whatever answers.
import { hostile } from "./hostile.ts";

hostile("dhis2-hostile.world.ts", () => import("./dhis2-hostile.world.ts"));
