// Why a single record is left out.
import type { Text } from "../../values/json.ts";

export const records = {
  record_unreadable: {
    en: "Whenever this record is part of it, the source’s answer cannot be read. It is left out until it is repaired at the source.",
    fr: "Dès que cet enregistrement en fait partie, la réponse de la source est illisible. Il est laissé de côté tant qu’il n’est pas réparé à la source.",
  },
  record_too_large: {
    en: "This record is too large to be kept ({size}). It is left out until it is made smaller at the source.",
    fr: "Cet enregistrement est trop volumineux ({size}). Il est laissé de côté tant qu’il n’est pas réduit à la source.",
  },
  record_without_id: {
    en: "A record came without its number and was left out.",
    fr: "Un enregistrement est arrivé sans son numéro et a été laissé de côté.",
  },
  record_stops_reading: {
    en: "This record stops our reading each time and was left out.",
    fr: "Cet enregistrement interrompt la lecture à chaque fois et a été laissé de côté.",
  },
  field_unreadable: {
    en: "The value of “{field}” cannot be read ({value}). Correct it at the source; the next refresh takes it.",
    fr: "La valeur de « {field} » est illisible ({value}). Corrigez-la à la source ; la prochaine actualisation la prendra.",
  },
  number_too_long: {
    en: "“{field}” holds a number with more figures than can be kept without rounding ({value}). Nothing was rounded: the record is left out until the number is shorter at the source.",
    fr: "« {field} » contient un nombre qui a plus de chiffres qu’on n’en peut garder sans arrondir ({value}). Rien n’a été arrondi : l’enregistrement est laissé de côté tant que le nombre n’est pas plus court à la source.",
  },
  origins_collide: {
    en: "{origin} and {others} have the same key here ({id}), and only one record can be kept under it. None of them is used; what was kept under it before stays. Make them different at the source; the next refresh takes them.",
    fr: "{origin} et {others} ont ici la même clé ({id}), sous laquelle un seul enregistrement peut être conservé. Aucun n’est utilisé ; ce qui était conservé sous cette clé reste. Distinguez-les à la source ; la prochaine actualisation les prendra.",
  },
  record_contradicts: {
    en: "Record {id} came {count} times in one answer, each time with other content, and nothing says which is right. None of them is used; what was kept before stays. Correct it at the source; the next refresh takes it.",
    fr: "L’enregistrement {id} est arrivé {count} fois dans une même réponse, chaque fois avec un autre contenu, et rien n’indique lequel est le bon. Aucun n’est utilisé ; ce qui était conservé auparavant reste. Corrigez-le à la source ; la prochaine actualisation le prendra.",
  },
  record_id_taken: {
    en: "Record {id} has come again with other content. The one that came first is kept. Check which of the two is right, and delete the file of the wrong one.",
    fr: "L’enregistrement {id} est revenu avec un autre contenu. Celui qui est arrivé en premier est conservé. Vérifiez lequel est le bon et supprimez le fichier de l’autre.",
  },
} as const satisfies Record<string, Text>;
