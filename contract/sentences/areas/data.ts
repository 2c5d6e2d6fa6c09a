// Reading the data that was refreshed.
import type { Text } from "../../values/json.ts";

export const data = {
  sync_not_ready: {
    en: "The first refresh has not finished yet. The data will appear here when it has.",
    fr: "La première actualisation n’est pas encore terminée. Les données apparaîtront ici ensuite.",
  },
  resource_unknown: {
    en: "This data source is not part of the configuration.",
    fr: "Cette source de données ne fait pas partie de la configuration.",
  },
  generation_unknown: {
    en: "The data of that moment cannot be shown: it was never published, was undone, or is no longer kept. Read again from the beginning to see today’s data.",
    fr: "Les données de ce moment ne peuvent pas être affichées : elles n’ont pas été publiées, ont été annulées ou ne sont plus conservées. Relisez depuis le début pour voir les données actuelles.",
  },
  changes_gone: {
    en: "The details of what this refresh changed are no longer kept. The data itself is not affected.",
    fr: "Le détail de ce que cette actualisation a modifié n’est plus conservé. Les données elles-mêmes ne sont pas touchées.",
  },
  too_many_reads: {
    en: "Many people are searching or sorting this data right now. Nothing has changed. Try again in a few seconds.",
    fr: "Beaucoup de personnes recherchent ou trient ces données en ce moment. Rien n’a changé. Réessayez dans quelques secondes.",
  },
  too_many_groups: {
    en: "This column has too many different values to compare side by side. Nothing has changed. Choose a column with fewer values.",
    fr: "Cette colonne contient trop de valeurs différentes pour les comparer entre elles. Rien n’a changé. Choisissez une colonne qui en contient moins.",
  },
} as const satisfies Record<string, Text>;
