// The PostgreSQL connector: a warehouse that published data is delivered to, exactly once.
import type { Destination, KindDescription } from "../connector.ts";
import { check } from "./check.ts";
import { push } from "./push.ts";
import { accountOf, addressOf, pace, targetOf, PostgresSettings } from "./settings.ts";

const kind: KindDescription = {
  kind: "postgres",
  label: { en: "PostgreSQL", fr: "PostgreSQL" },
  secret: {
    label: { en: "Password", fr: "Mot de passe" },
    hint: {
      en: "Of an account that may do no more than create and fill tables in this schema.",
      fr: "D’un compte qui ne peut rien de plus que créer et remplir des tables dans ce schéma.",
    },
  },
  roles: ["destination"],
  files: false,
  templates: [],
};

export const postgres: Destination<PostgresSettings> = {
  kind,
  settings: PostgresSettings,
  address: addressOf,
  account: accountOf,
  pace,
  pushSize: 500,
  targetOf,
  recounts: true,
  check,
  push,
};
