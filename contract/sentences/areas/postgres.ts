// What only PostgreSQL refuses or lacks.
import type { Text } from "../../values/json.ts";

export const postgres = {
  destination_busy: {
    en: "{host} has no room for us at the moment ({state}). What is published here stays; sending it on will be tried again by itself.",
    fr: "{host} n’a pas de place pour nous en ce moment ({state}). Ce qui est publié ici reste ; l’envoi sera réessayé automatiquement.",
  },
  destination_rights_missing: {
    en: "{user} may not create or change tables in the schema “{schema}” on {host}. Nothing was sent. Ask its administrator for CREATE and USAGE on the schema.",
    fr: "{user} n’a pas le droit de créer ou de modifier des tables dans le schéma « {schema} » sur {host}. Rien n’a été envoyé. Demandez les droits CREATE et USAGE sur le schéma.",
  },
  destination_read_only: {
    en: "{host} only lets itself be read: it may be a copy of another server. Nothing was sent. Put the address of the main server in the connection.",
    fr: "{host} est en lecture seule : c’est peut-être la copie d’un autre serveur. Rien n’a été envoyé. Indiquez l’adresse du serveur principal dans la connexion.",
  },
  hyperdrive_missing: {
    en: "This connection goes through Hyperdrive, but none is bound, or the connection is not one of the house. Nothing was sent. Choose the direct way, or ask the operator to bind it.",
    fr: "Cette connexion passe par Hyperdrive, mais aucun n’est lié, ou la connexion n’est pas commune. Rien n’a été envoyé. Choisissez le chemin direct, ou demandez à l’exploitant de le lier.",
  },
  column_type_differs: {
    en: "The column “{column}” of {table} on {host} holds {is}, but the data is {wanted}. Nothing of this data source was sent. Rename or change the column there, or give the connection another prefix.",
    fr: "La colonne « {column} » de {table} sur {host} contient {is}, mais la donnée est {wanted}. Rien de cette source n’a été envoyé. Renommez ou modifiez la colonne, ou donnez un autre préfixe à la connexion.",
  },
  table_not_ours: {
    en: "{table} on {host} is not a table that we made. Nothing was sent and it has not changed. Rename it, or give the connection another prefix or schema.",
    fr: "{table} sur {host} n’est pas une table que nous avons créée. Rien n’a été envoyé et elle n’a pas changé. Renommez-la, ou donnez un autre préfixe ou schéma à la connexion.",
  },
  table_of_another: {
    en: "{table} on {host} was made for other data, or brought there by somebody. Nothing was sent and it has not changed. Rename it, or give the connection another prefix or schema.",
    fr: "{table} sur {host} a été créée pour d’autres données, ou y a été placée par quelqu’un. Rien n’a été envoyé et elle n’a pas changé. Renommez-la, ou donnez un autre préfixe ou schéma à la connexion.",
  },
  destination_differs: {
    en: "{table} on {host} no longer holds what was sent to it ({found|row|rows} instead of {expected}): it may have been emptied or restored from a copy. Nothing more was sent, and the data here is up to date. “Send everything again” puts it right.",
    fr: "{table} sur {host} ne contient plus ce qui y a été envoyé ({found|ligne|lignes} au lieu de {expected}) : elle a peut-être été vidée ou restaurée depuis une copie. Rien d’autre n’a été envoyé, et les données ici sont à jour. « Tout renvoyer » remet tout en ordre.",
  },
  destination_older: {
    en: "{table} on {host} holds as many rows as were sent to it, and they are not the ones that were written last: it may have been restored from an older copy. Nothing more was sent, and the data here is up to date. “Send everything again” puts it right.",
    fr: "{table} sur {host} contient autant de lignes qu’il en a été envoyé, mais ce ne sont pas les dernières écrites : elle a peut-être été restaurée depuis une copie plus ancienne. Rien d’autre n’a été envoyé, et les données ici sont à jour. « Tout renvoyer » remet tout en ordre.",
  },
  column_gone: {
    en: "{table} on {host} no longer has the column {column}, which was filled before: somebody has dropped or renamed it. Nothing more was sent, and the data here is up to date. “Send everything again” makes the column anew and fills it.",
    fr: "{table} sur {host} n’a plus la colonne {column}, qui avait été remplie : quelqu’un l’a supprimée ou renommée. Rien d’autre n’a été envoyé, et les données ici sont à jour. « Tout renvoyer » recrée la colonne et la remplit.",
  },
  record_refused: {
    en: "The destination did not take this record: {reason}. Its earlier state stays there. Correct it at the source; every refresh tries again.",
    fr: "La destination n’a pas accepté cet enregistrement : {reason}. Son état précédent y reste. Corrigez-le à la source ; chaque actualisation réessaie.",
  },
} as const satisfies Record<string, Text>;
