// Why a single record is left out.
import type { Text } from "../../values/json.ts";

export const records = {
  record_unreadable: {
    en: "The source’s answer cannot be read whenever it contains this record. The record is left out until it is repaired at the source.",
    fr: "La réponse de la source est illisible dès qu’elle contient cet enregistrement. Il est laissé de côté tant qu’il n’est pas réparé à la source.",
  },
  record_too_large: {
    en: "This record is too large to store ({size}). It is left out until it is made smaller at the source.",
    fr: "Cet enregistrement est trop volumineux pour être enregistré ({size}). Il est laissé de côté tant qu’il n’est pas réduit à la source.",
  },
  record_without_id: {
    en: "A record arrived without its id and was left out.",
    fr: "Un enregistrement est arrivé sans identifiant et a été laissé de côté.",
  },
  record_stops_reading: {
    en: "This record stops the refresh every time it is read, so it was left out.",
    fr: "Cet enregistrement interrompt l’actualisation à chaque lecture : il a été laissé de côté.",
  },
  field_unreadable: {
    en: "The value of “{field}” cannot be read ({value}). Correct it at the source; the next refresh will pick it up.",
    fr: "La valeur de « {field} » est illisible ({value}). Corrigez-la à la source ; la prochaine actualisation la prendra.",
  },
  number_too_long: {
    en: "The number in “{field}” has more digits than we can store exactly ({value}). Nothing was rounded: the record is left out until the number is shorter at the source.",
    fr: "Le nombre de « {field} » a plus de chiffres que nous ne pouvons en conserver exactement ({value}). Rien n’a été arrondi : l’enregistrement est laissé de côté tant que le nombre n’est pas plus court à la source.",
  },
  origins_collide: {
    en: "{origin} and {others} have the same key here ({id}), but only one record can be stored under it. None of them is used; the record stored under it before stays. Give them different keys at the source; the next refresh will pick them up.",
    fr: "{origin} et {others} ont ici la même clé ({id}), mais un seul enregistrement peut être conservé sous celle-ci. Aucun n’est utilisé ; l’enregistrement conservé auparavant reste. Donnez-leur des clés différentes à la source ; la prochaine actualisation les prendra.",
  },
  record_contradicts: {
    en: "Record {id} came {count} times in one answer, each time with different content, and nothing tells which is right. None of them is used; the record stored before stays. Correct it at the source; the next refresh will pick it up.",
    fr: "L’enregistrement {id} est arrivé {count} fois dans une même réponse, chaque fois avec un contenu différent, et rien n’indique lequel est le bon. Aucun n’est utilisé ; l’enregistrement conservé auparavant reste. Corrigez-le à la source ; la prochaine actualisation le prendra.",
  },
  record_id_taken: {
    en: "Record {id} arrived again with different content. The first one is kept. Check which of the two is right, and delete the file of the wrong one.",
    fr: "L’enregistrement {id} est arrivé à nouveau avec un contenu différent. Le premier est conservé. Vérifiez lequel des deux est le bon, et supprimez le fichier de l’autre.",
  },
} as const satisfies Record<string, Text>;
