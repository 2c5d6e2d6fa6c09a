// The way to D1.
import { drizzle } from "drizzle-orm/d1";
import * as schema from "./schema.ts";

export type Database = ReturnType<typeof openDatabase>;

/** Drizzle over the binding, for one request. */
export const openDatabase = (binding: D1Database) => drizzle(binding, { schema });
