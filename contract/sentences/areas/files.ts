// Files that people bring: bringing them, and what becomes of them.
import type { Text } from "../../values/json.ts";

export const files = {
  files_not_taken: {
    en: "This connection takes no files. Nothing was kept. Bring them to a connection made for files.",
    fr: "Cette connexion n’accepte pas de fichiers. Rien n’a été enregistré. Apportez-les à une connexion prévue pour des fichiers.",
  },
  file_length_missing: {
    en: "The file came without its length, so it was not kept. Send it again with its length (Content-Length).",
    fr: "Le fichier est arrivé sans sa longueur : il n’a pas été enregistré. Renvoyez-le avec sa longueur (Content-Length).",
  },
  file_not_bytes: {
    en: "A file is sent as its bytes (Content-Type: application/octet-stream). Nothing was kept.",
    fr: "Un fichier s’envoie tel quel, en octets (Content-Type: application/octet-stream). Rien n’a été enregistré.",
  },
  upload_empty: {
    en: "This file is empty, so it was not kept. Choose the file again.",
    fr: "Ce fichier est vide : il n’a pas été enregistré. Choisissez à nouveau le fichier.",
  },
  file_too_large: {
    en: "This file is larger than {limit} MB, so it was not kept. Split it, or ask its sender for smaller ones.",
    fr: "Ce fichier dépasse {limit} Mo : il n’a pas été enregistré. Découpez-le, ou demandez à l’expéditeur des fichiers plus petits.",
  },
  file_cut_short: {
    en: "The file did not arrive whole, so it was not kept. Send it again.",
    fr: "Le fichier n’est pas arrivé en entier : il n’a pas été enregistré. Renvoyez-le.",
  },
  too_many_files: {
    en: "{most} files are waiting already. Nothing was kept. Import or remove some of them, then send this one again.",
    fr: "{most} fichiers sont déjà en attente. Rien n’a été enregistré. Importez-en ou retirez-en, puis renvoyez celui-ci.",
  },
  file_imported: {
    en: "This file has been imported, so it stays. Nothing has changed. Undo the refresh if its data should go.",
    fr: "Ce fichier a été importé : il reste donc là. Rien n’a changé. Annulez l’actualisation si ses données doivent disparaître.",
  },
  file_empty: {
    en: "{file} is empty. Nothing of it was used; your data has not changed. Ask the supplier to send it again.",
    fr: "{file} est vide. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de le renvoyer.",
  },
  file_unknown: {
    en: "We do not recognise {file}: it is no EDIFACT, no BBGR file, no table and none of the other formats that we know by name. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "Nous ne reconnaissons pas {file} : ce n’est ni de l’EDIFACT, ni un fichier BBGR, ni un tableau, ni un autre format que nous savons nommer. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_unavailable: {
    en: "{file} could not be read to its end just now. We will try again by ourselves; your data has not changed.",
    fr: "{file} n’a pas pu être lu jusqu’au bout à l’instant. Nous réessayons automatiquement ; vos données n’ont pas changé.",
  },
  file_warned: {
    en: "{file} is used, with {warnings|warning|warnings} (the first one at {place}). The file says what to check.",
    fr: "{file} est utilisé, avec {warnings|avertissement|avertissements} (le premier à : {place}). Le fichier indique ce qu’il faut vérifier.",
  },
  files_warned: {
    en: "{count|file is|files are} used with warnings. Each file says what to check: they are marked in the list of files.",
    fr: "{count|fichier est utilisé|fichiers sont utilisés} avec des avertissements. Chaque fichier indique ce qu’il faut vérifier : ils sont signalés dans la liste des fichiers.",
  },
} as const satisfies Record<string, Text>;
