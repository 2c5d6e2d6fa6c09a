// What only PostgreSQL refuses or lacks.
import type { Text } from "../../values/json.ts";

export const postgres = {
  destination_busy: {
    en: "{host} has no free connection at the moment ({state}). The data published here stays; we will try to send it again automatically.",
    fr: "{host} n’a pas de connexion libre pour le moment ({state}). Les données publiées ici restent ; nous réessayons automatiquement de les envoyer.",
  },
  destination_rights_missing: {
    en: "{user} may not create or change tables in the schema “{schema}” on {host}. Nothing was sent. Ask its administrator for CREATE and USAGE on the schema.",
    fr: "{user} n’a pas le droit de créer ni de modifier des tables dans le schéma « {schema} » sur {host}. Rien n’a été envoyé. Demandez à son administrateur les droits CREATE et USAGE sur le schéma.",
  },
  destination_read_only: {
    en: "{host} is read-only: it may be a replica of another server. Nothing was sent. Enter the address of the main server in the connection.",
    fr: "{host} est en lecture seule : c’est peut-être la réplique d’un autre serveur. Rien n’a été envoyé. Saisissez l’adresse du serveur principal dans la connexion.",
  },
  hyperdrive_missing: {
    en: "This connection goes through Hyperdrive, but no Hyperdrive is set up, or this is not a shared connection. Nothing was sent. Choose the direct way in the connection, or ask the operator to set Hyperdrive up.",
    fr: "Cette connexion passe par Hyperdrive, mais aucun Hyperdrive n’est configuré, ou cette connexion n’est pas une connexion partagée. Rien n’a été envoyé. Choisissez l’accès direct dans la connexion, ou demandez à l’exploitant de configurer Hyperdrive.",
  },
  column_type_differs: {
    en: "The column “{column}” of {table} on {host} holds {is}, but the data is {wanted}. Nothing from this data source was sent. Rename or change the column there, or give the connection another prefix.",
    fr: "La colonne « {column} » de {table} sur {host} contient {is}, mais la donnée est {wanted}. Rien de cette source de données n’a été envoyé. Renommez ou modifiez la colonne là-bas, ou donnez un autre préfixe à la connexion.",
  },
  table_not_ours: {
    en: "We did not create {table} on {host}. Nothing was sent, and the table has not changed. Rename it, or give the connection another prefix or schema.",
    fr: "Nous n’avons pas créé {table} sur {host}. Rien n’a été envoyé, et la table n’a pas changé. Renommez-la, ou donnez un autre préfixe ou schéma à la connexion.",
  },
  table_of_another: {
    en: "{table} on {host} was created for other data, or copied there by somebody. Nothing was sent, and the table has not changed. Rename it, or give the connection another prefix or schema.",
    fr: "{table} sur {host} a été créée pour d’autres données, ou copiée là par quelqu’un. Rien n’a été envoyé, et la table n’a pas changé. Renommez-la, ou donnez un autre préfixe ou schéma à la connexion.",
  },
  destination_differs: {
    en: "{table} on {host} no longer holds what we sent ({found|row|rows} instead of {expected}): it may have been emptied, or restored from a copy. Nothing more was sent, and the data here is up to date. Use “Send everything again” to repair it.",
    fr: "{table} sur {host} ne contient plus ce que nous avons envoyé ({found|ligne|lignes} au lieu de {expected}) : elle a peut-être été vidée, ou restaurée depuis une copie. Rien d’autre n’a été envoyé, et les données ici sont à jour. Utilisez « Tout renvoyer » pour la réparer.",
  },
  destination_older: {
    en: "{table} on {host} holds as many rows as we sent, but not the latest ones: it may have been restored from an older copy. Nothing more was sent, and the data here is up to date. Use “Send everything again” to repair it.",
    fr: "{table} sur {host} contient autant de lignes que nous en avons envoyé, mais pas les plus récentes : elle a peut-être été restaurée depuis une copie plus ancienne. Rien d’autre n’a été envoyé, et les données ici sont à jour. Utilisez « Tout renvoyer » pour la réparer.",
  },
  column_gone: {
    en: "{table} on {host} has lost the column {column}, which we had filled: somebody dropped or renamed it. Nothing more was sent, and the data here is up to date. Use “Send everything again” to create and fill it again.",
    fr: "{table} sur {host} a perdu la colonne {column}, que nous avions remplie : quelqu’un l’a supprimée ou renommée. Rien d’autre n’a été envoyé, et les données ici sont à jour. Utilisez « Tout renvoyer » pour la recréer et la remplir.",
  },
  record_refused: {
    en: "The destination refused this record: {reason}. Its earlier state stays there. Correct it at the source; every refresh tries again.",
    fr: "La destination a refusé cet enregistrement : {reason}. Son état précédent y reste. Corrigez-le à la source ; chaque actualisation réessaie.",
  },
} as const satisfies Record<string, Text>;
