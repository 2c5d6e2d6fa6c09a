// What any source can refuse or answer wrongly, whatever its kind.
import type { Text } from "../../values/json.ts";

export const source = {
  sign_in_refused: {
    en: "{host} refused our sign-in. {unchanged} An administrator needs to enter the user name and password or key again.",
    fr: "{host} a refusé notre identification. {unchanged} Un administrateur doit saisir à nouveau l’identifiant et le mot de passe ou la clé.",
  },
  secret_missing: {
    en: "No password or key is stored for {host}. {unchanged} An administrator needs to enter it.",
    fr: "Aucun mot de passe ni aucune clé n’est enregistré pour {host}. {unchanged} Un administrateur doit le saisir.",
  },
  secret_unreadable: {
    en: "The password or key stored for {host} can no longer be read. {unchanged} An administrator needs to enter it again.",
    fr: "Le mot de passe ou la clé de {host} ne peut plus être lu. {unchanged} Un administrateur doit le saisir à nouveau.",
  },
  database_unknown: {
    en: "{host} has no database named “{database}”. {unchanged} Check the database name in the connection.",
    fr: "{host} n’a pas de base de données nommée « {database} ». {unchanged} Vérifiez le nom de la base dans la connexion.",
  },
  rights_missing: {
    en: "The account may not read {model} on {host}. {kept} Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host}. {kept} Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  model_missing: {
    en: "{model} does not exist on {host}. {kept} Install the module there, or remove it from the configuration.",
    fr: "{model} n’existe pas sur {host}. {kept} Installez le module là-bas, ou retirez-le de la configuration.",
  },
  field_missing: {
    en: "{model} on {host} lacks a field that we read: {field}. {kept} Ask for help with this configuration.",
    fr: "Il manque à {model}, sur {host}, un champ que nous lisons : {field}. {kept} Demandez de l’aide pour cette configuration.",
  },
  request_refused: {
    en: "{host} refused our request for {model}. {kept} Ask for help with this configuration.",
    fr: "{host} a refusé notre demande sur {model}. {kept} Demandez de l’aide pour cette configuration.",
  },
  options_not_valid: {
    en: "The options of this configuration are not valid ({option}). {unchanged} An administrator needs to correct them.",
    fr: "Les options de cette configuration ne sont pas valables ({option}). {unchanged} Un administrateur doit les corriger.",
  },
  source_failed: {
    en: "{host} failed while reading {model} ({error}). We will try again a few times. {unchanged}",
    fr: "{host} a échoué en lisant {model} ({error}). Nous réessayons quelques fois. {unchanged}",
  },
  answer_unreadable: {
    en: "{host} sent an answer that we cannot read. We will try again a few times. {unchanged}",
    fr: "{host} a envoyé une réponse illisible. Nous réessayons quelques fois. {unchanged}",
  },
  answer_too_large: {
    en: "{host} sent an answer that is too large. We will ask for smaller parts. {unchanged}",
    fr: "{host} a envoyé une réponse trop volumineuse. Nous demandons des parties plus petites. {unchanged}",
  },
  filter_disobeyed: {
    en: "{host} sent records of {model} that we did not ask for. We used nothing from that answer. {kept} Ask its administrator whether a proxy or an extension there ignores filters.",
    fr: "{host} a envoyé des enregistrements de {model} que nous n’avions pas demandés. Nous n’avons rien retenu de cette réponse. {kept} Demandez à son administrateur si un proxy ou une extension y ignore les filtres.",
  },
  narrowing_given_up: {
    en: "Too much of {model} on {host} is damaged or too large, so we stopped looking for the records at fault. {kept} Ask its administrator to look for oversized or damaged records there.",
    fr: "Une trop grande part de {model} sur {host} est endommagée ou trop volumineuse : nous avons cessé de chercher les enregistrements en cause. {kept} Demandez à son administrateur d’y chercher les enregistrements trop volumineux ou endommagés.",
  },
  source_disagrees: {
    en: "The source says it has {counted|record|records} of {resource}, but lists {listed}. Nothing was removed. Try again later.",
    fr: "La source annonce {counted|enregistrement|enregistrements} de {resource}, mais en liste {listed}. Rien n’a été supprimé. Réessayez plus tard.",
  },
} as const satisfies Record<string, Text>;
