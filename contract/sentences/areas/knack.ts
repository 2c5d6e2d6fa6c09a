// What only Knack refuses or lacks.
import type { Text } from "../../values/json.ts";

export const knack = {
  application_unknown: {
    en: "{host} has no application with this id. {unchanged} Check the application id in the connection.",
    fr: "{host} n’a pas d’application avec cet identifiant. {unchanged} Vérifiez l’identifiant de l’application dans la connexion.",
  },
  date_order_unknown: {
    en: "{host} does not say whether the day or the month comes first in its dates, and we do not guess. {unchanged} Choose the order in the connection.",
    fr: "{host} n’indique pas si le jour ou le mois vient en premier dans ses dates, et nous ne devinons pas. {unchanged} Choisissez l’ordre dans la connexion.",
  },
  date_order_differs: {
    en: "{host} writes dates as {written}, but the connection says otherwise. {unchanged} Choose {written} in the connection.",
    fr: "{host} écrit les dates comme {written}, mais la connexion indique autre chose. {unchanged} Choisissez {written} dans la connexion.",
  },
  establishment_missing: {
    en: "No school of {host} is selected. {unchanged} An administrator needs to enter the school’s record id in the connection.",
    fr: "Aucun établissement de {host} n’est sélectionné. {unchanged} Un administrateur doit saisir l’identifiant de l’établissement dans la connexion.",
  },
  establishment_unknown: {
    en: "{host} has no school with this record id. {unchanged} Check the school’s record id in the connection.",
    fr: "{host} n’a pas d’établissement avec cet identifiant. {unchanged} Vérifiez l’identifiant de l’établissement dans la connexion.",
  },
  field_not_shown: {
    en: "The record arrived without its field “{field}”. Check it at the source; the next refresh will pick it up.",
    fr: "L’enregistrement est arrivé sans son champ « {field} ». Vérifiez-le à la source ; la prochaine actualisation le prendra.",
  },
  score_out_of_range: {
    en: "The score in “{field}” is {value}, which is not between 0 and 10. Correct it at the source; the next refresh will pick it up.",
    fr: "Le score de « {field} » est {value}, hors de l’intervalle de 0 à 10. Corrigez-le à la source ; la prochaine actualisation le prendra.",
  },
} as const satisfies Record<string, Text>;
