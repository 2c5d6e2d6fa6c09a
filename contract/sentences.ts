// Every failure of the product as a sentence: what happened, whether data changed, what to do.
import type { Locale, Text } from "./json.ts";

/** Facts are filled in where a sentence names them in braces. Codes are snake_case and never change their meaning. */
export const sentences = {
  // The source, busy: the refresh goes on by itself.
  source_unreachable: {
    en: "{host} is not answering. We will try again by ourselves; your data has not changed.",
    fr: "{host} ne répond pas. Nous réessayons automatiquement ; vos données n’ont pas changé.",
  },
  source_timeout: {
    en: "{host} took too long to answer. We will try again by ourselves; your data has not changed.",
    fr: "{host} a mis trop de temps à répondre. Nous réessayons automatiquement ; vos données n’ont pas changé.",
  },
  source_busy: {
    en: "{host} asked us to slow down. The refresh continues more slowly.",
    fr: "{host} nous demande de ralentir. L’actualisation continue plus lentement.",
  },
  source_server_error: {
    en: "{host} had an error of its own. We will try again by ourselves; your data has not changed.",
    fr: "{host} a rencontré une erreur interne. Nous réessayons automatiquement ; vos données n’ont pas changé.",
  },
  gate_wait: {
    en: "We keep to the pace that {host} allows. The refresh continues in a moment.",
    fr: "Nous respectons le rythme autorisé par {host}. L’actualisation reprend dans un instant.",
  },
  // The source, refused: a person must act.
  sign_in_refused: {
    en: "{host} refused our sign-in. Your data has not changed. An administrator needs to enter the user name and password or key again.",
    fr: "{host} a refusé la connexion. Vos données n’ont pas changé. Un administrateur doit saisir à nouveau l’identifiant et le mot de passe ou la clé.",
  },
  database_unknown: {
    en: "{host} has no database named “{database}”. Your data has not changed. Check the name of the database in the connection.",
    fr: "{host} n’a pas de base de données nommée « {database} ». Vos données n’ont pas changé. Vérifiez le nom de la base dans la connexion.",
  },
  rights_missing: {
    en: "The account may not read {model} on {host}. The data kept from it has not changed. Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host}. Les données déjà enregistrées n’ont pas changé. Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  model_missing: {
    en: "{host} does not have {model}. The data kept from it has not changed. Install the module there, or leave it out of the configuration.",
    fr: "{model} n’existe pas sur {host}. Les données déjà enregistrées n’ont pas changé. Installez le module, ou retirez-le de la configuration.",
  },
  field_missing: {
    en: "{host} does not have a field that we read from {model}: {field}. The data kept from it has not changed. Ask for help with this configuration.",
    fr: "Un champ que nous lisons dans {model} n’existe pas sur {host} : {field}. Les données déjà enregistrées n’ont pas changé. Demandez de l’aide pour cette configuration.",
  },
  not_that_system: {
    en: "The address of {host} answers with a web page, not with data. Your data has not changed. Check the address in the connection.",
    fr: "L’adresse de {host} renvoie une page web et non des données. Vos données n’ont pas changé. Vérifiez l’adresse dans la connexion.",
  },
  address_moved: {
    en: "{host} says its address has moved. Your data has not changed. Put the new address in the connection.",
    fr: "{host} indique que son adresse a changé. Vos données n’ont pas changé. Indiquez la nouvelle adresse dans la connexion.",
  },
  address_refused: {
    en: "The address {host} may not be called from here. Your data has not changed. Use the public https address of the system.",
    fr: "L’adresse {host} ne peut pas être appelée d’ici. Vos données n’ont pas changé. Utilisez l’adresse publique en https du système.",
  },
  secret_missing: {
    en: "No password or key is kept for {host}. Your data has not changed. An administrator needs to enter it.",
    fr: "Aucun mot de passe ni clé n’est enregistré pour {host}. Vos données n’ont pas changé. Un administrateur doit le saisir.",
  },
  secret_unreadable: {
    en: "The kept password or key for {host} can no longer be opened. Your data has not changed. An administrator needs to enter it again.",
    fr: "Le mot de passe ou la clé enregistré pour {host} ne peut plus être lu. Vos données n’ont pas changé. Un administrateur doit le saisir à nouveau.",
  },
  version_unsupported: {
    en: "{host} runs version {version}, which does not speak the chosen protocol. Your data has not changed. Choose the automatic protocol in the connection.",
    fr: "{host} utilise la version {version}, qui ne parle pas le protocole choisi. Vos données n’ont pas changé. Choisissez le protocole automatique dans la connexion.",
  },
  request_refused: {
    en: "{host} refused our question about {model}. The data kept from it has not changed. Ask for help with this configuration.",
    fr: "{host} a refusé notre demande sur {model}. Les données déjà enregistrées n’ont pas changé. Demandez de l’aide pour cette configuration.",
  },
  access_blocked: {
    en: "Something in front of {host} blocks our questions ({status}). Your data has not changed. Ask its administrator to let them through.",
    fr: "Un dispositif placé devant {host} bloque nos demandes ({status}). Vos données n’ont pas changé. Demandez à son administrateur de les laisser passer.",
  },
  options_not_valid: {
    en: "The options of this configuration are not right ({option}). Your data has not changed. An administrator needs to correct them.",
    fr: "Les options de cette configuration sont incorrectes ({option}). Vos données n’ont pas changé. Un administrateur doit les corriger.",
  },
  // The source, broken: the answer made no sense.
  source_failed: {
    en: "{host} failed while answering about {model} ({error}). We will try again a few times; your data has not changed.",
    fr: "{host} a échoué en répondant sur {model} ({error}). Nous réessayons quelques fois ; vos données n’ont pas changé.",
  },
  answer_unreadable: {
    en: "{host} gave an answer that cannot be read. We will try again a few times; your data has not changed.",
    fr: "{host} a donné une réponse illisible. Nous réessayons quelques fois ; vos données n’ont pas changé.",
  },
  answer_too_large: {
    en: "{host} gave an answer that is too large. We will ask for smaller pieces; your data has not changed.",
    fr: "{host} a donné une réponse trop volumineuse. Nous demandons des parties plus petites ; vos données n’ont pas changé.",
  },
  source_disagrees: {
    en: "The source says it has {counted} records of {resource}, but lists {listed}. Nothing was removed. Try again later.",
    fr: "La source annonce {counted} enregistrements de {resource} mais en liste {listed}. Rien n’a été supprimé. Réessayez plus tard.",
  },
  // Records.
  record_too_large: {
    en: "This record is too large to be kept ({size}). It is left out until it is made smaller at the source.",
    fr: "Cet enregistrement est trop volumineux ({size}). Il est laissé de côté tant qu’il n’est pas réduit à la source.",
  },
  record_without_id: {
    en: "A record came without its number and was left out.",
    fr: "Un enregistrement est arrivé sans son numéro et a été laissé de côté.",
  },
  field_unreadable: {
    en: "The value of “{field}” cannot be read ({value}). Correct it at the source; the next refresh takes it.",
    fr: "La valeur de « {field} » est illisible ({value}). Corrigez-la à la source ; la prochaine actualisation la prendra.",
  },
  rate_missing: {
    en: "The exchange rate to {currency} is missing or zero, so the amount cannot be converted. Enter the rate in Odoo.",
    fr: "Le taux de change vers {currency} est absent ou nul : le montant ne peut pas être converti. Saisissez le taux dans Odoo.",
  },
  record_stops_reading: {
    en: "This record stops our reading each time and was left out.",
    fr: "Cet enregistrement interrompt la lecture à chaque fois et a été laissé de côté.",
  },
  // Runs.
  batch_given_up: {
    en: "A part of {resource} could not be read after several tries. Its earlier data is kept. Use “Try again”.",
    fr: "Une partie de {resource} n’a pas pu être lue après plusieurs essais. Ses données précédentes sont conservées. Utilisez « Réessayer ».",
  },
  waited_too_long: {
    en: "{host} kept us waiting for too long, so we stopped. Your data has not changed. Try again later.",
    fr: "{host} nous a fait attendre trop longtemps : nous avons arrêté. Vos données n’ont pas changé. Réessayez plus tard.",
  },
  records_rejected: {
    en: "{count} records could not be used. They are listed with their reasons.",
    fr: "{count} enregistrements n’ont pas pu être utilisés. Ils sont listés avec leur raison.",
  },
  records_missing: {
    en: "{count} records of {resource} are at the source but could not be read. The rest is up to date.",
    fr: "{count} enregistrements de {resource} existent à la source mais n’ont pas pu être lus. Le reste est à jour.",
  },
  removals_held: {
    en: "{vanishing} of {of} records of {resource} have disappeared at the source. Nothing was removed. Is this expected?",
    fr: "{vanishing} enregistrements sur {of} de {resource} ont disparu à la source. Rien n’a été supprimé. Est-ce normal ?",
  },
  changed_meanwhile: {
    en: "{count} records changed at the source while we were reading. The next refresh takes them.",
    fr: "{count} enregistrements ont changé à la source pendant la lecture. La prochaine actualisation les prendra.",
  },
  run_lost: {
    en: "Something went wrong on our side. Your data has not changed. Start the refresh again.",
    fr: "Un problème est survenu de notre côté. Vos données n’ont pas changé. Relancez l’actualisation.",
  },
  service_restarting: {
    en: "A part of our service is starting again. Your data has not changed. The refresh goes on by itself in a moment.",
    fr: "Une partie de notre service redémarre. Vos données n’ont pas changé. L’actualisation reprend d’elle-même dans un instant.",
  },
  // Doors.
  already_running: {
    en: "{who} started a refresh at {since}. It is {percent} % done.",
    fr: "{who} a lancé une actualisation à {since}. Elle est faite à {percent} %.",
  },
  check_too_slow: {
    en: "The checks took longer than 15 seconds, so we stopped. Try again, or look at how {host} is doing.",
    fr: "Les vérifications ont duré plus de 15 secondes : nous avons arrêté. Réessayez, ou regardez comment se porte {host}.",
  },
  sync_not_ready: {
    en: "The first refresh is not finished yet. The data appears here when it is.",
    fr: "La première actualisation n’est pas encore terminée. Les données apparaîtront ici ensuite.",
  },
  not_signed_in: {
    en: "Sign in to go on.",
    fr: "Connectez-vous pour continuer.",
  },
  not_allowed: {
    en: "Your role does not allow this. Ask an administrator of the establishment.",
    fr: "Votre rôle ne le permet pas. Demandez à un administrateur de l’établissement.",
  },
  not_found: {
    en: "This does not exist, or not any more.",
    fr: "Cet élément n’existe pas ou n’existe plus.",
  },
  not_valid: {
    en: "Something in the request is missing or not right.",
    fr: "Un élément de la demande est absent ou incorrect.",
  },
  method_not_allowed: {
    en: "This address does not answer to that method.",
    fr: "Cette adresse n’accepte pas cette méthode.",
  },
  cross_site: {
    en: "This request came from another site and was refused.",
    fr: "Cette demande vient d’un autre site et a été refusée.",
  },
  too_many_requests: {
    en: "Too many requests. Wait a moment and try again.",
    fr: "Trop de demandes. Patientez un instant puis réessayez.",
  },
  sign_in_wrong: {
    en: "The e-mail address or the password is not right.",
    fr: "L’adresse e-mail ou le mot de passe est incorrect.",
  },
  password_wrong: {
    en: "The present password is not right. Nothing has changed.",
    fr: "Le mot de passe actuel est incorrect. Rien n’a changé.",
  },
  body_too_large: {
    en: "The request is too large.",
    fr: "La demande est trop volumineuse.",
  },
  body_not_json: {
    en: "The request must be JSON (Content-Type: application/json).",
    fr: "La demande doit être en JSON (Content-Type: application/json).",
  },
  body_unreadable: {
    en: "The request is not valid JSON.",
    fr: "La demande n’est pas du JSON valide.",
  },
  upgrade_required: {
    en: "This address only speaks WebSocket.",
    fr: "Cette adresse ne répond qu’en WebSocket.",
  },
  run_unknown: {
    en: "This refresh does not exist.",
    fr: "Cette actualisation n’existe pas.",
  },
  run_ended: {
    en: "This refresh has already ended.",
    fr: "Cette actualisation est déjà terminée.",
  },
  run_active: {
    en: "A refresh is in progress. Wait for its end, or stop it first.",
    fr: "Une actualisation est en cours. Attendez sa fin ou arrêtez-la d’abord.",
  },
  nothing_to_retry: {
    en: "Nothing failed in this refresh, so there is nothing to try again.",
    fr: "Rien n’a échoué dans cette actualisation : il n’y a rien à réessayer.",
  },
  nothing_to_undo: {
    en: "This refresh is not the one that people see now, so it cannot be undone.",
    fr: "Cette actualisation n’est pas celle qui est affichée : elle ne peut pas être annulée.",
  },
  resource_unknown: {
    en: "This data source is not part of the configuration.",
    fr: "Cette source de données ne fait pas partie de la configuration.",
  },
  connection_in_use: {
    en: "{configurations} use this connection. Delete or change them first.",
    fr: "{configurations} utilisent cette connexion. Supprimez-les ou modifiez-les d’abord.",
  },
  person_unknown: {
    en: "Nobody with the address {email} has an account here. Nothing has changed. Ask the operator of this service to create it, then add it again.",
    fr: "Personne n’a de compte ici avec l’adresse {email}. Rien n’a changé. Demandez à l’exploitant du service de le créer, puis ajoutez-la à nouveau.",
  },
  member_exists: {
    en: "{email} already belongs to this establishment. Nothing has changed. Change the role instead.",
    fr: "{email} fait déjà partie de cet établissement. Rien n’a changé. Modifiez plutôt son rôle.",
  },
  last_admin: {
    en: "An establishment needs an administrator. Nothing has changed. Make somebody else administrator first.",
    fr: "Un établissement a besoin d’un administrateur. Rien n’a changé. Nommez d’abord un autre administrateur.",
  },
  files_not_taken: {
    en: "This connection takes no files. Nothing was kept. Bring them to a connection made for files.",
    fr: "Cette connexion n’accepte pas de fichiers. Rien n’a été enregistré. Apportez-les à une connexion prévue pour des fichiers.",
  },
  file_length_missing: {
    en: "The file came without its length, so it was not kept. Send it again with its length (Content-Length).",
    fr: "Le fichier est arrivé sans sa longueur : il n’a pas été enregistré. Renvoyez-le avec sa longueur (Content-Length).",
  },
  file_not_bytes: {
    en: "A file is sent as its bytes (Content-Type: application/octet-stream). Nothing was kept.",
    fr: "Un fichier s’envoie tel quel, en octets (Content-Type: application/octet-stream). Rien n’a été enregistré.",
  },
  file_empty: {
    en: "This file is empty, so it was not kept. Choose the file again.",
    fr: "Ce fichier est vide : il n’a pas été enregistré. Choisissez à nouveau le fichier.",
  },
  file_too_large: {
    en: "This file is larger than {limit} MB, so it was not kept. Split it, or ask its sender for smaller ones.",
    fr: "Ce fichier dépasse {limit} Mo : il n’a pas été enregistré. Découpez-le, ou demandez à l’expéditeur des fichiers plus petits.",
  },
  file_cut_short: {
    en: "The file did not arrive whole, so it was not kept. Send it again.",
    fr: "Le fichier n’est pas arrivé en entier : il n’a pas été enregistré. Renvoyez-le.",
  },
  too_many_files: {
    en: "{most} files are waiting already. Nothing was kept. Import or remove some of them, then send this one again.",
    fr: "{most} fichiers sont déjà en attente. Rien n’a été enregistré. Importez-en ou retirez-en, puis renvoyez celui-ci.",
  },
  file_imported: {
    en: "This file has been imported, so it stays. Nothing has changed. Undo the refresh if its data should go.",
    fr: "Ce fichier a été importé : il reste donc là. Rien n’a changé. Annulez l’actualisation si ses données doivent disparaître.",
  },
  too_many_starts: {
    en: "Many refreshes were started here in the last few minutes. Your data has not changed. Wait {minutes} min, then start again.",
    fr: "Beaucoup d’actualisations ont été lancées ici ces dernières minutes. Vos données n’ont pas changé. Attendez {minutes} min, puis relancez.",
  },
  too_many_views: {
    en: "You have this page open in {most} places. Close some of them, then try again.",
    fr: "Vous avez ouvert cette page à {most} endroits. Fermez-en, puis réessayez.",
  },
  too_many_viewers: {
    en: "{most} views of this establishment are open at the moment. Progress is shown every few seconds instead.",
    fr: "{most} vues de cet établissement sont ouvertes en ce moment. L’avancement s’affiche donc toutes les quelques secondes.",
  },
  service_unavailable: {
    en: "We cannot answer at the moment. Your data has not changed. Try again in a minute.",
    fr: "Nous ne pouvons pas répondre pour le moment. Vos données n’ont pas changé. Réessayez dans une minute.",
  },
  internal: {
    en: "Something went wrong on our side. Your data has not changed. Quote {reference} to support.",
    fr: "Un problème est survenu de notre côté. Vos données n’ont pas changé. Indiquez {reference} à l’assistance.",
  },
} as const satisfies Record<string, Text>;

export type Code = keyof typeof sentences;

export const isCode = (code: string): code is Code => Object.hasOwn(sentences, code);

/**
 * The sentence of a code in one language, its facts filled in.
 * A code this version does not know (an old run's, say) gets the sentence of `internal`.
 */
export function say(code: string, facts: Record<string, string>, locale: Locale): string {
  const known = isCode(code) ? code : "internal";
  return sentences[known][locale].replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? "…");
}
