// Odoo survives whatever answers, through all its protocols.
import { hostile } from "./hostile.ts";

hostile("odoo-hostile.world.ts", () => import("./odoo-hostile.world.ts"));
