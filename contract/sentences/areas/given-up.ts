// What was tried several times and given up: what failed, and who can fix it.
import type { Text } from "../../values/json.ts";

export const givenUp = {
  given_up_page: {
    en: "{host} answered several times with a web page, perhaps a sign-in page, instead of data. {hole} Ask its administrator what answers at that address, then use “Try again”.",
    fr: "{host} a répondu plusieurs fois par une page web, peut-être une page de connexion, au lieu de données. {hole} Demandez à son administrateur ce qui répond à cette adresse, puis utilisez « Réessayer ».",
  },
  given_up_unreadable: {
    en: "{host} sent several answers that we cannot read. {hole} Use “Try again”; if it fails again, ask its administrator what changes or cuts off its answers.",
    fr: "{host} a envoyé plusieurs réponses illisibles. {hole} Utilisez « Réessayer » ; si l’échec se répète, demandez à son administrateur ce qui modifie ou coupe ses réponses.",
  },
  given_up_too_large: {
    en: "{host} sent answers that are too large, even in the smallest parts. {hole} Ask its administrator to look for oversized records there.",
    fr: "{host} a envoyé des réponses trop volumineuses, même en très petites parties. {hole} Demandez à son administrateur d’y chercher les enregistrements trop volumineux.",
  },
  given_up_server_error: {
    en: "{host} had an internal error at every try. {hole} Use “Try again” later; if it fails again, ask its administrator to look at its error log.",
    fr: "{host} a rencontré une erreur interne à chaque essai. {hole} Utilisez « Réessayer » plus tard ; si l’échec se répète, demandez à son administrateur de consulter son journal d’erreurs.",
  },
  given_up_failed: {
    en: "{host} failed at every try to read {model} ({error}). {hole} Ask its administrator to look at its error log, then use “Try again”.",
    fr: "{host} a échoué à chaque essai de lecture de {model} ({error}). {hole} Demandez à son administrateur de consulter son journal d’erreurs, puis utilisez « Réessayer ».",
  },
  given_up_silent: {
    en: "{host} did not answer in time at any try. {hole} Use “Try again” later; if it fails again, ask its administrator whether it can be reached.",
    fr: "{host} n’a répondu à temps à aucun essai. {hole} Utilisez « Réessayer » plus tard ; si l’échec se répète, demandez à son administrateur s’il est joignable.",
  },
  given_up_taking: {
    en: "{host} failed at every try to receive the data ({state}). {hole} Ask its administrator to look at its log, then use “Try again”.",
    fr: "{host} a échoué à chaque essai de réception des données ({state}). {hole} Demandez à son administrateur de consulter son journal, puis utilisez « Réessayer ».",
  },
  given_up_working: {
    en: "The destination was still processing what we sent when we stopped waiting. {hole} Check there whether it has finished, then use “Try again”.",
    fr: "La destination traitait encore ce que nous avions envoyé quand nous avons cessé d’attendre. {hole} Vérifiez là-bas si elle a terminé, puis utilisez « Réessayer ».",
  },
  given_up_file: {
    en: "{file} could not be read completely at any try. Part of {resource} is missing; its earlier data is kept. Use “Try again”; if it fails again, upload the file once more.",
    fr: "{file} n’a pu être lu en entier à aucun essai. Une partie de {resource} manque ; ses données précédentes sont conservées. Utilisez « Réessayer » ; si l’échec se répète, déposez à nouveau le fichier.",
  },
  batch_given_up: {
    en: "Part of {resource} could not be read after several tries. Its earlier data is kept. Use “Try again”.",
    fr: "Une partie de {resource} n’a pas pu être lue après plusieurs essais. Ses données précédentes sont conservées. Utilisez « Réessayer ».",
  },
  waited_too_long: {
    en: "{host} kept us waiting too long, so we stopped. {unchanged} Try again later.",
    fr: "{host} nous a fait attendre trop longtemps : nous avons arrêté. {unchanged} Réessayez plus tard.",
  },
} as const satisfies Record<string, Text>;
