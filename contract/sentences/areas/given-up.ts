// What was tried several times and given up: what failed, and who can fix it.
import type { Text } from "../../values/json.ts";

export const givenUp = {
  given_up_page: {
    en: "{host} answered with a web page, a sign-in page perhaps, instead of data, several times. {hole} Ask the administrator of that system what answers there, then use “Try again”.",
    fr: "{host} a répondu plusieurs fois par une page web, peut-être une page de connexion, au lieu de données. {hole} Demandez à l’administrateur de ce système ce qui répond à cette adresse, puis utilisez « Réessayer ».",
  },
  given_up_unreadable: {
    en: "{host} gave answers that cannot be read, several times. {hole} Use “Try again”; if it fails again, ask the administrator of that system what changes or cuts its answers.",
    fr: "{host} a donné plusieurs fois des réponses illisibles. {hole} Utilisez « Réessayer » ; si l’échec se répète, demandez à l’administrateur de ce système ce qui modifie ou coupe ses réponses.",
  },
  given_up_too_large: {
    en: "{host} gave answers that are too large, in the smallest pieces too. {hole} Ask the administrator of that system to look for oversized records there.",
    fr: "{host} a donné des réponses trop volumineuses, même en petites parties. {hole} Demandez à l’administrateur de ce système d’y chercher les enregistrements trop volumineux.",
  },
  given_up_server_error: {
    en: "{host} had an error of its own at every try. {hole} Use “Try again” later; if it fails again, ask the administrator of that system to look at its error log.",
    fr: "{host} a rencontré une erreur interne à chaque essai. {hole} Utilisez « Réessayer » plus tard ; si l’échec se répète, demandez à l’administrateur de ce système de consulter son journal d’erreurs.",
  },
  given_up_failed: {
    en: "{host} failed at every try while answering about {model} ({error}). {hole} Ask the administrator of that system to look at its error log, then use “Try again”.",
    fr: "{host} a échoué à chaque essai en répondant sur {model} ({error}). {hole} Demandez à l’administrateur de ce système de consulter son journal d’erreurs, puis utilisez « Réessayer ».",
  },
  given_up_silent: {
    en: "{host} did not answer in time, at any try. {hole} Use “Try again” later; if it fails again, ask the administrator of that system whether it can be reached.",
    fr: "{host} n’a répondu à temps à aucun essai. {hole} Utilisez « Réessayer » plus tard ; si l’échec se répète, demandez à l’administrateur de ce système s’il est joignable.",
  },
  given_up_taking: {
    en: "{host} failed at every try while taking the data ({state}). {hole} Ask the administrator of that system to look at its log, then use “Try again”.",
    fr: "{host} a échoué à chaque essai en recevant les données ({state}). {hole} Demandez à l’administrateur de ce système de consulter son journal, puis utilisez « Réessayer ».",
  },
  given_up_working: {
    en: "The destination was still working on what we had sent when we stopped waiting. {hole} Look there whether it is done, then use “Try again”.",
    fr: "La destination traitait encore ce que nous avions envoyé quand nous avons cessé d’attendre. {hole} Vérifiez là-bas si elle a fini, puis utilisez « Réessayer ».",
  },
  given_up_file: {
    en: "{file} could not be read to its end, at any try. A part of {resource} is missing; its earlier data is kept. Use “Try again”; if it fails again, bring the file once more.",
    fr: "{file} n’a pu être lu jusqu’au bout à aucun essai. Une partie de {resource} manque ; ses données précédentes sont conservées. Utilisez « Réessayer » ; si l’échec se répète, déposez à nouveau le fichier.",
  },
  batch_given_up: {
    en: "A part of {resource} could not be read after several tries. Its earlier data is kept. Use “Try again”.",
    fr: "Une partie de {resource} n’a pas pu être lue après plusieurs essais. Ses données précédentes sont conservées. Utilisez « Réessayer ».",
  },
  waited_too_long: {
    en: "{host} kept us waiting for too long, so we stopped. {unchanged} Try again later.",
    fr: "{host} nous a fait attendre trop longtemps : nous avons arrêté. {unchanged} Réessayez plus tard.",
  },
} as const satisfies Record<string, Text>;
