// What came of a refresh, in French: the counts, the check of files, the delivery, the question
// about records that have disappeared.
import { formOf } from "../../../../contract/values/count.ts";
import { counter, figures } from "../count.ts";
import type { results as english } from "../en/results.ts";

const count = counter("fr");
const figure = figures("fr");

export const results: typeof english = {
  outcome: {
    checked: (n) => count(n, "vérifié", "vérifiés"),
    checkedAs: (n, one, many) => count(n, one, many),
    files: (n) => count(n, "fichier", "fichiers"),
    took: (what, duration) => `${what} en ${duration}`,
    same: (what, duration) => `Rien n’a changé : ${what} en ${duration}`,
    nothing: (duration) => `Rien n’a changé en ${duration}`,
    failed: "L’actualisation a échoué",
    cancelled: "L’actualisation a été arrêtée",
    kept: "Vos données n’ont pas changé.",
    undone: (who, at) => `Annulée par ${who}, ${at}`,
    takenBack: "Les données d’avant cette actualisation sont de nouveau affichées.",
    of: (sources) => `${sources} :`,
    mend: "Ouvrir les réglages",
    partly: "Ce qui a pu être lu est à jour ; le reste garde ses données précédentes.",
    warned: "Les données sont à jour. Vérifiez les avertissements de leurs fichiers.",
    added: (n) => count(n, "nouveau", "nouveaux"),
    changed: (n) => count(n, "modifié", "modifiés"),
    removed: (n) => count(n, "supprimé", "supprimés"),
    unchanged: (n) => count(n, "inchangé", "inchangés"),
    rejected: (n) => count(n, "à vérifier", "à vérifier"),
    seeChanges: "Voir ce qui a changé",
    seeDetails: "Voir les détails",
    verified: (n) =>
      `${count(n, "enregistrement comparé", "enregistrements comparés")} à la source`,
    rowsWritten: (n) => count(n, "ligne écrite", "lignes écrites"),
  },
  findings: {
    title: "Contrôle et nettoyage",
    doing: (source) => `Contrôle et nettoyage : ${source}…`,
    clean: "rien à corriger",
  },
  delivery: {
    title: "À destination",
    sent: (sent, total) => `${sent} sur ${total} envoyés`,
    all: (n) => count(n, "envoyé", "envoyés"),
    created: (n) => count(n, "créé", "créés"),
    updated: (n) => count(n, "mis à jour", "mis à jour"),
    unchanged: (n) => count(n, "déjà identique", "déjà identiques"),
    removed: (n) => count(n, "supprimé", "supprimés"),
    refused: (n) => count(n, "refusé", "refusés"),
    ended: (n, duration) =>
      `${count(n, "enregistrement envoyé", "enregistrements envoyés")} à la destination en ${duration}`,
    again: "Tout renvoyer",
    takesBack:
      "La destination garde ses données jusqu’à l’envoi des données précédentes, qui commence aussitôt.",
    to: (name) => `Envoyé aussi vers ${name}`,
    toOther: "Envoyé aussi vers un autre système",
  },
  question: {
    title: "Enregistrements disparus à la source",
    several: (vanishing, sources) =>
      `${count(vanishing, "enregistrement a disparu", "enregistrements ont disparu")} à la source, dans ${count(sources, "source de données", "sources de données")}. Rien n’a été supprimé ici. Est-ce normal ?`,
    one: (vanishing, of, source) =>
      `${source} : ${count(vanishing, "enregistrement", "enregistrements")} sur ${figure(of)} ${formOf("fr", vanishing, ["a", "ont"])} disparu à la source. Rien n’a été supprimé ici. Est-ce normal ?`,
    kept: "Les enregistrements restent tant que personne ne confirme. Un oui ne vaut que pour ceux-ci : si d’autres ont disparu entre-temps, nous vous le redemandons.",
    yes: (n) =>
      formOf("fr", n, [
        "Oui, il a disparu : le supprimer",
        `Oui, ils ont disparu : supprimer ${count(n, "enregistrement", "enregistrements")}`,
      ]),
    yesOf: (n, sources) =>
      `Oui, ils ont disparu : supprimer ${count(n, "enregistrement", "enregistrements")} (${sources})`,
    ask: (names) =>
      `Seul un administrateur de cet établissement peut répondre. Adressez-vous à ${names}.`,
    askAny:
      "Seul un administrateur de cet établissement peut répondre. Adressez-vous à l’un d’eux.",
    confirmed: (n, source, who, at) =>
      `${source} : ${who} a confirmé le ${at} que ${count(n, "enregistrement a disparu", "enregistrements ont disparu")}.`,
    replaced: (source, at) =>
      `${source} : une actualisation plus récente a revérifié le ${at}. Cette question est close.`,
  },
};
