// Odoo survives every response of the hostile suite, through all its protocols.
import { hostile } from "./hostile.ts";

hostile("odoo-hostile.world.ts", () => import("./odoo-hostile.world.ts"));
