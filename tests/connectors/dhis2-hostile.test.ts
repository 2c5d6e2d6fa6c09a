// DHIS2 survives every response of the hostile suite.
import { hostile } from "./hostile.ts";

hostile("dhis2-hostile.world.ts", () => import("./dhis2-hostile.world.ts"));
