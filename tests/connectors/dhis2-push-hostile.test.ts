// A DHIS2 destination survives every response, and counts nothing as done that was not.
import { hostile } from "./hostile.ts";

hostile("dhis2-push-hostile.world.ts", () => import("./dhis2-push-hostile.world.ts"));
