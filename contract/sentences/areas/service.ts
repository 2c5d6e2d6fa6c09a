// What is wrong on our own side.
import type { Text } from "../../values/json.ts";

export const service = {
  run_lost: {
    en: "Something went wrong on our side. Your data has not changed. Start the refresh again.",
    fr: "Un problème est survenu de notre côté. Vos données n’ont pas changé. Relancez l’actualisation.",
  },
  service_restarting: {
    en: "Part of our service is restarting. Your data has not changed. The refresh continues automatically in a moment.",
    fr: "Une partie de notre service redémarre. Vos données n’ont pas changé. L’actualisation reprend automatiquement dans un instant.",
  },
  database_away: {
    en: "Accounts and settings cannot be reached at the moment. Refreshes continue, and the data shown here has not changed. Try again in a minute; if you were saving something, check first whether it was saved.",
    fr: "Les comptes et les réglages sont injoignables pour le moment. Les actualisations continuent, et les données affichées ici n’ont pas changé. Réessayez dans une minute ; si vous étiez en train d’enregistrer, vérifiez d’abord si l’enregistrement a eu lieu.",
  },
  service_unavailable: {
    en: "We cannot answer at the moment. Your data has not changed. Try again in a minute.",
    fr: "Nous ne pouvons pas répondre pour le moment. Vos données n’ont pas changé. Réessayez dans une minute.",
  },
  internal: {
    en: "Something went wrong on our side. Your data has not changed. Give {reference} to support.",
    fr: "Un problème est survenu de notre côté. Vos données n’ont pas changé. Indiquez {reference} à l’assistance.",
  },
} as const satisfies Record<string, Text>;
