// Records, charts and averages in French.
import { formOf } from "../../../../contract/values/count.ts";
import { counter, figures } from "../count.ts";
import type { data as english } from "../en/data.ts";

const count = counter("fr");
const figure = figures("fr");

export const data: typeof english = {
  data: {
    none: "Rien n’est encore configuré ici.",
    noneAdmin: "Connectez d’abord un système, puis choisissez ce qu’il faut actualiser.",
    setUp: "Créer la première connexion",
    empty: "Pas encore d’enregistrements.",
    emptyLead: "Ils s’affichent ici après la première actualisation.",
    noneSoFar: "Rien trouvé pour l’instant. Il reste des enregistrements à parcourir.",
    noMatch: (search) => `Rien ne correspond à « ${search} ».`,
    clear: "Effacer la recherche",
    search: "Rechercher",
    searchIn: (source) => `Rechercher dans : ${source}`,
    sortBy: "Trier par",
    unsorted: "Sans tri",
    sources: "Sources de données",
    shown: (shown, total) =>
      total === null
        ? count(shown, "enregistrement affiché", "enregistrements affichés")
        : `${figure(shown)} ${formOf("fr", shown, ["enregistrement affiché", "enregistrements affichés"])} sur ${figure(total)}`,
    ascending: "croissant",
    descending: "décroissant",
    link: "Ouvrir",
    linkOf: (id) => `Ouvrir l’enregistrement ${id} à la source`,
    notReadyTitle: "Les données ne sont pas encore prêtes",
    notReadyLead:
      "Cette page s’ouvrira quand toutes les données auront été lues. Vous pouvez la quitter ; l’actualisation continue.",
    notReadyIdle: "La première actualisation n’a pas encore été lancée.",
    allColumns: "Toutes les colonnes",
    fewerColumns: "Moins de colonnes",
    tableScroll: "Tableau, faites défiler pour voir les autres colonnes",
  },
  plot: {
    more: (n) => count(n, "autre graphique", "autres graphiques"),
    fewer: "Moins de graphiques",
    asTable: "Afficher en tableau",
    asPlot: "Afficher en graphique",
    month: "Mois",
    summary: (title, total, months, peak, peakSum) =>
      `${title} : ${total} sur ${count(months, "mois", "mois")}, avec un maximum de ${peakSum} en ${peak}.`,
    total: "Total",
    undated: (sum, records) =>
      `Le graphique ne compte pas ${count(records, "enregistrement", "enregistrements")} sans date (${sum}).`,
    uncounted: (states) => `Non compté : ${states}.`,
    none: "Pas encore de montant à afficher.",
    currency: "Devise",
    earlier: "Avant",
    later: "Après",
  },
  averages: {
    all: "Tous",
    compare: "Comparer par",
    none: "Pas encore de résultats à comparer.",
    noMatch: "Aucun résultat ne correspond à ces filtres.",
    records: "Résultats",
    empty: "non renseigné",
    bar: (group, average, records) =>
      `${group} : ${average} en moyenne, ${count(records, "résultat", "résultats")}`,
    summary: (title, measure, groups, top, average) =>
      groups === 1
        ? `${title}, ${measure} : ${average} pour ${top}.`
        : `${title}, ${measure} : le plus haut pour ${top}, avec ${average}.`,
  },
};
