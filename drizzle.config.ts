// Where drizzle-kit finds the tables and puts the migrations: `npm run migration` after a change of
// the schema.
import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: "./worker/db/schema.ts",
  out: "./migrations",
});
