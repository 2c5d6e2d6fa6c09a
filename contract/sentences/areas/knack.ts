// What only Knack refuses or lacks.
import type { Text } from "../../values/json.ts";

export const knack = {
  application_unknown: {
    en: "{host} has no application with this id. {unchanged} Check the application id in the connection.",
    fr: "{host} n’a pas d’application avec cet identifiant. {unchanged} Vérifiez l’identifiant de l’application dans la connexion.",
  },
  date_order_unknown: {
    en: "{host} does not say whether it writes the day or the month first, and we do not guess. {unchanged} Choose in the connection how dates are written there.",
    fr: "{host} n’indique pas si le jour ou le mois s’écrit en premier, et nous ne devinons pas. {unchanged} Choisissez dans la connexion comment les dates y sont écrites.",
  },
  date_order_differs: {
    en: "{host} writes dates as {written}, not as the connection says. {unchanged} Choose {written} in the connection.",
    fr: "{host} écrit les dates comme {written}, et non comme l’indique la connexion. {unchanged} Choisissez {written} dans la connexion.",
  },
  establishment_missing: {
    en: "It is not said which school of {host} is to be read. {unchanged} An administrator needs to enter the school’s record id in the connection.",
    fr: "L’établissement à lire sur {host} n’est pas indiqué. {unchanged} Un administrateur doit saisir son identifiant dans la connexion.",
  },
  establishment_unknown: {
    en: "{host} has no school with this record id. {unchanged} Check the school’s record id in the connection.",
    fr: "{host} n’a pas d’établissement avec cet identifiant. {unchanged} Vérifiez l’identifiant de l’établissement dans la connexion.",
  },
  field_not_shown: {
    en: "The record came without its field “{field}”. Look at it at the source; the next refresh takes it.",
    fr: "L’enregistrement est arrivé sans son champ « {field} ». Vérifiez-le à la source ; la prochaine actualisation le prendra.",
  },
  score_out_of_range: {
    en: "The score in “{field}” is {value}, which is not between 0 and 10. Correct it at the source; the next refresh takes it.",
    fr: "Le score de « {field} » est {value}, hors de l’intervalle de 0 à 10. Corrigez-le à la source ; la prochaine actualisation le prendra.",
  },
} as const satisfies Record<string, Text>;
