// What is wrong on our own side.
import type { Text } from "../../values/json.ts";

export const service = {
  run_lost: {
    en: "Something went wrong on our side. Your data has not changed. Start the refresh again.",
    fr: "Un problème est survenu de notre côté. Vos données n’ont pas changé. Relancez l’actualisation.",
  },
  service_restarting: {
    en: "A part of our service is starting again. Your data has not changed. The refresh goes on by itself in a moment.",
    fr: "Une partie de notre service redémarre. Vos données n’ont pas changé. L’actualisation reprend d’elle-même dans un instant.",
  },
  database_away: {
    en: "Accounts and settings cannot be reached at the moment. Refreshes go on, and the data shown here has not changed. Try again in a minute; if you were saving something, look first whether it was kept.",
    fr: "Les comptes et les réglages sont injoignables pour le moment. Les actualisations continuent et les données affichées ici n’ont pas changé. Réessayez dans une minute ; si vous enregistriez quelque chose, vérifiez d’abord si cela a été conservé.",
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
