// The files of an establishment in French: uploading, what they contain, importing.
import { counter } from "../count.ts";
import type { files as english } from "../en/files.ts";

const count = counter("fr");

export const files: typeof english = {
  files: {
    title: "Fichiers",
    lead: "Déposez vos factures, vérifiez leur contenu, puis importez-les.",
    none: "Aucune connexion n’accepte encore de fichiers.",
    noneLead: "Un administrateur doit d’abord ajouter une connexion prévue pour des fichiers.",
    connection: "Déposer dans",
    bring: "Choisir des fichiers",
    orDrop: "ou déposez-les ici, ou collez-les.",
    limits: (size, tables, most) =>
      `Fichiers EDIFACT et CSV de ${size} au plus, tableaux de ${tables} au plus ; ${count(most, "fichier", "fichiers")} en attente au plus à la fois.`,
    dropNow: "Relâchez pour déposer les fichiers",
    sending: "Choisis à l’instant",
    list: "Fichiers, du plus récent au plus ancien",
    empty: "Pas encore de fichiers.",
    emptyLead: "Les fichiers déposés s’affichent ici avec leur contenu, avant tout import.",
    sent: (sent, size) => `${sent} sur ${size} envoyés`,
    queued: "En attente d’envoi",
    looking: "Lecture du fichier…",
    notSeen: "Pas encore d’aperçu",
    look: "Aperçu",
    cannotLook: "Il n’y a pas d’aperçu pour les fichiers de ce type avant leur import.",
    openFile: (name) => `Ouvrir ${name}`,
    openList: "Ouvrir les fichiers",
    asked: "Le fichier ouvert",
    askedGone: "Ce fichier n’est plus ici : quelqu’un l’a retiré.",
    states: {
      waiting: "En attente",
      imported: "Importé",
      warned: "Importé avec des avertissements",
      partly: "Importé en partie",
      refused: "Rien d’utilisable",
    },
    verdicts: {
      accept: "Prêt",
      "accept-as-test": "Fichier d’essai, jamais utilisé",
      "accept-once": "Contient un doublon, utilisé une fois",
      warn: "Prêt, avec des avertissements",
      unsupported: "Type de message non pris en charge",
      "reject-message": "Une partie est inutilisable",
      "reject-file": "Inutilisable",
    },
    documents: (n) => count(n, "document", "documents"),
    unusable: (n) => count(n, "inutilisable", "inutilisables"),
    net: "HT",
    tax: "TVA",
    total: "TTC",
    problems: (n) => count(n, "remarque", "remarques"),
    severities: { error: "Erreur", warning: "Avertissement", notice: "Remarque" },
    segment: (n) => `segment n° ${n}`,
    line: (n) => `ligne ${n}`,
    firstOnly: (shown) => `Seules les ${shown} premières sont affichées.`,
    brought: (when, who) => `Déposé ${when} par ${who}`,
    broughtAt: (when) => `Déposé ${when}`,
    duplicate: (when) => `Déjà déposé le ${when} ; pas déposé de nouveau.`,
    duplicateImported: (when) => `Déjà déposé le ${when} et importé ; pas déposé de nouveau.`,
    tooLarge: (limit) =>
      `Dépasse ${limit} : pas envoyé. Découpez-le, ou demandez à l’expéditeur des fichiers plus petits.`,
    emptyFile: "Ce fichier est vide : pas envoyé.",
    save: "Télécharger le fichier",
    remove: "Retirer",
    removeName: (name) => `Retirer ${name}`,
    cancel: "Arrêter l’envoi",
    again: "Renvoyer",
    dismiss: "Masquer",
    removed: (name) => `${name} est retiré.`,
    import: (n) => `Importer ${count(n, "fichier", "fichiers")}`,
    importBy: (n, name) => `Importer ${count(n, "fichier", "fichiers")} : ${name}`,
    importNone: "Aucun fichier en attente d’import.",
    importHint:
      "L’actualisation lit les fichiers en attente. Un fichier n’est jamais importé deux fois.",
    noReader:
      "Aucune configuration ne lit encore ces fichiers. Un administrateur doit en ajouter une.",
    batch: (brought, duplicates, failed) =>
      [
        `${count(brought, "fichier déposé", "fichiers déposés")}.`,
        ...(duplicates > 0 ? [`${count(duplicates, "était déjà là", "étaient déjà là")}.`] : []),
        ...(failed > 0
          ? [`${count(failed, "n’a pas été accepté", "n’ont pas été acceptés")}.`]
          : []),
      ].join(" "),
    from: (supplier) => `De ${supplier}`,
    noCurrency: "sans devise",
  },
};
