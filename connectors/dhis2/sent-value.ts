// A data value on its way to a destination, and what an import does with it.
import type { Delivery } from "../../contract/source/delivery.ts";
import type { ValueId } from "./value-ids.ts";
import type { Row } from "./wire.ts";

/** `value`: the row to send, with the destination's own uids. */
export type Sent = { delivery: Delivery; parts: ValueId; value: Row };

/** DHIS2's `importStrategy`. */
export type Strategy = "CREATE_AND_UPDATE" | "DELETE";
