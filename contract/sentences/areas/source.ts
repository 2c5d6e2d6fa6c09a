// What any source can refuse or answer wrongly, whatever its kind.
import type { Text } from "../../values/json.ts";

export const source = {
  sign_in_refused: {
    en: "{host} refused our sign-in. {unchanged} An administrator needs to enter the user name and password or key again.",
    fr: "{host} a refusé la connexion. {unchanged} Un administrateur doit saisir à nouveau l’identifiant et le mot de passe ou la clé.",
  },
  secret_missing: {
    en: "No password or key is kept for {host}. {unchanged} An administrator needs to enter it.",
    fr: "Aucun mot de passe ni clé n’est enregistré pour {host}. {unchanged} Un administrateur doit le saisir.",
  },
  secret_unreadable: {
    en: "The kept password or key for {host} can no longer be opened. {unchanged} An administrator needs to enter it again.",
    fr: "Le mot de passe ou la clé enregistré pour {host} ne peut plus être lu. {unchanged} Un administrateur doit le saisir à nouveau.",
  },
  database_unknown: {
    en: "{host} has no database named “{database}”. {unchanged} Check the name of the database in the connection.",
    fr: "{host} n’a pas de base de données nommée « {database} ». {unchanged} Vérifiez le nom de la base dans la connexion.",
  },
  rights_missing: {
    en: "The account may not read {model} on {host}. {kept} Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host}. {kept} Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  model_missing: {
    en: "{host} does not have {model}. {kept} Install the module there, or leave it out of the configuration.",
    fr: "{model} n’existe pas sur {host}. {kept} Installez le module, ou retirez-le de la configuration.",
  },
  field_missing: {
    en: "{host} does not have a field that we read from {model}: {field}. {kept} Ask for help with this configuration.",
    fr: "Un champ que nous lisons dans {model} n’existe pas sur {host} : {field}. {kept} Demandez de l’aide pour cette configuration.",
  },
  request_refused: {
    en: "{host} refused our question about {model}. {kept} Ask for help with this configuration.",
    fr: "{host} a refusé notre demande sur {model}. {kept} Demandez de l’aide pour cette configuration.",
  },
  options_not_valid: {
    en: "The options of this configuration are not right ({option}). {unchanged} An administrator needs to correct them.",
    fr: "Les options de cette configuration sont incorrectes ({option}). {unchanged} Un administrateur doit les corriger.",
  },
  source_failed: {
    en: "{host} failed while answering about {model} ({error}). We will try again a few times. {unchanged}",
    fr: "{host} a échoué en répondant sur {model} ({error}). Nous réessayons quelques fois. {unchanged}",
  },
  answer_unreadable: {
    en: "{host} gave an answer that cannot be read. We will try again a few times. {unchanged}",
    fr: "{host} a donné une réponse illisible. Nous réessayons quelques fois. {unchanged}",
  },
  answer_too_large: {
    en: "{host} gave an answer that is too large. We will ask for smaller pieces. {unchanged}",
    fr: "{host} a donné une réponse trop volumineuse. Nous demandons des parties plus petites. {unchanged}",
  },
  filter_disobeyed: {
    en: "{host} answered about {model} with records that were not asked for. Nothing of that answer was believed. {kept} Ask its administrator whether a proxy or an extension there ignores filters.",
    fr: "{host} a répondu sur {model} avec des enregistrements qui n’étaient pas demandés. Rien de cette réponse n’a été retenu. {kept} Demandez à son administrateur si un proxy ou une extension y ignore les filtres.",
  },
  narrowing_given_up: {
    en: "So much of {model} on {host} is damaged or too large that looking for the single records was given up. {kept} Ask its administrator to look for oversized or damaged records there.",
    fr: "Une trop grande part de {model} sur {host} est endommagée ou trop volumineuse : la recherche des enregistrements en cause a été abandonnée. {kept} Demandez à son administrateur d’y chercher les enregistrements trop volumineux ou endommagés.",
  },
  source_disagrees: {
    en: "The source says it has {counted|record|records} of {resource}, but lists {listed}. Nothing was removed. Try again later.",
    fr: "La source annonce {counted|enregistrement|enregistrements} de {resource} mais en liste {listed}. Rien n’a été supprimé. Réessayez plus tard.",
  },
} as const satisfies Record<string, Text>;
