// Every failure of the product as a sentence, put together from the files of the areas.
import type { Text } from "../values/json.ts";
import { access } from "./areas/access.ts";
import { connectionTests } from "./areas/connection-tests.ts";
import { connections } from "./areas/connections.ts";
import { data } from "./areas/data.ts";
import { destinations } from "./areas/destinations.ts";
import { dhis2 } from "./areas/dhis2.ts";
import { edifact } from "./areas/edifact.ts";
import { files } from "./areas/files.ts";
import { foreignFiles } from "./areas/foreign-files.ts";
import { givenUp } from "./areas/given-up.ts";
import { invoiceAmounts } from "./areas/invoice-amounts.ts";
import { invoices } from "./areas/invoices.ts";
import { knack } from "./areas/knack.ts";
import { network } from "./areas/network.ts";
import { odoo } from "./areas/odoo.ts";
import { postgres } from "./areas/postgres.ts";
import { records } from "./areas/records.ts";
import { requests } from "./areas/requests.ts";
import { runs } from "./areas/runs.ts";
import { service } from "./areas/service.ts";
import { signIn } from "./areas/sign-in.ts";
import { source } from "./areas/source.ts";
import { tables } from "./areas/tables.ts";

/** The codes of one or several areas; a plain `keyof` of a union keeps only what all share. */
type CodesOf<Areas> = Areas extends object ? keyof Areas & string : never;

/** The codes that more than one of the areas gives a sentence. */
type GivenTwice<Areas extends readonly object[]> = Areas extends readonly [
  infer First,
  ...infer Rest extends readonly object[],
]
  ? (CodesOf<First> & CodesOf<Rest[number]>) | GivenTwice<Rest>
  : never;

/** Puts the areas together. A code that two of them give does not compile: one would be lost. */
export const merged = <const Areas extends readonly Record<string, Text>[]>(
  areas: [GivenTwice<Areas>] extends [never] ? Areas : { givenTwice: GivenTwice<Areas> },
): Record<CodesOf<Areas[number]>, Text> => Object.assign({}, ...(areas as Areas));

/**
 * What happened, what was kept, what to do: a sentence for each code, in both languages. Facts are
 * filled in where a sentence names them in braces; `say.ts` tells how. Codes are snake_case and never
 * change their meaning.
 */
export const sentences = merged([
  network,
  source,
  odoo,
  knack,
  dhis2,
  postgres,
  destinations,
  records,
  files,
  foreignFiles,
  edifact,
  tables,
  invoices,
  invoiceAmounts,
  givenUp,
  connectionTests,
  runs,
  data,
  connections,
  access,
  signIn,
  requests,
  service,
]);

export type Code = keyof typeof sentences;

export const isCode = (code: string): code is Code => Object.hasOwn(sentences, code);
