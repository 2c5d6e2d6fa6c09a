// Files that people upload: what refuses them, and what becomes of them.
import type { Text } from "../../values/json.ts";

export const files = {
  files_not_taken: {
    en: "This connection does not accept files. Nothing was stored. Upload them to a connection made for files.",
    fr: "Cette connexion n’accepte pas de fichiers. Rien n’a été enregistré. Déposez-les dans une connexion prévue pour des fichiers.",
  },
  file_length_missing: {
    en: "The file was sent without its length, so it was not stored. Send it again with its length (Content-Length).",
    fr: "Le fichier a été envoyé sans sa longueur : il n’a pas été enregistré. Renvoyez-le avec sa longueur (Content-Length).",
  },
  file_not_bytes: {
    en: "A file must be sent as raw bytes (Content-Type: application/octet-stream). Nothing was stored.",
    fr: "Un fichier doit être envoyé en octets bruts (Content-Type: application/octet-stream). Rien n’a été enregistré.",
  },
  upload_empty: {
    en: "This file is empty, so it was not stored. Choose the file again.",
    fr: "Ce fichier est vide : il n’a pas été enregistré. Choisissez à nouveau le fichier.",
  },
  file_too_large: {
    en: "This file is larger than {limit} MB, so it was not stored. Split it, or ask the sender for smaller files.",
    fr: "Ce fichier dépasse {limit} Mo : il n’a pas été enregistré. Découpez-le, ou demandez à l’expéditeur des fichiers plus petits.",
  },
  file_cut_short: {
    en: "Only part of the file arrived, so it was not stored. Send it again.",
    fr: "Seule une partie du fichier est arrivée : il n’a pas été enregistré. Renvoyez-le.",
  },
  too_many_files: {
    en: "{most} files are already waiting. Nothing was stored. Import or remove some of them, then send this one again.",
    fr: "{most} fichiers sont déjà en attente. Rien n’a été enregistré. Importez-en ou retirez-en, puis renvoyez celui-ci.",
  },
  file_imported: {
    en: "This file has been imported, so it cannot be removed. Nothing has changed. Undo the refresh to remove its data.",
    fr: "Ce fichier a été importé : il ne peut pas être retiré. Rien n’a changé. Annulez l’actualisation pour retirer ses données.",
  },
  file_empty: {
    en: "{file} is empty. Nothing from it was used; your data has not changed. Ask the supplier to send it again.",
    fr: "{file} est vide. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de le renvoyer.",
  },
  file_unknown: {
    en: "We do not recognise {file}: it is not EDIFACT, a BBGR file, a table, or any other format we know by name. Nothing from it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "Nous ne reconnaissons pas {file} : ce n’est ni de l’EDIFACT, ni un fichier BBGR, ni un tableau, ni un autre format que nous savons nommer. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  file_unavailable: {
    en: "{file} could not be read completely just now. We will try again automatically; your data has not changed.",
    fr: "{file} n’a pas pu être lu en entier à l’instant. Nous réessayons automatiquement ; vos données n’ont pas changé.",
  },
  file_warned: {
    en: "{file} is used, with {warnings|warning|warnings} (the first at {place}). The file shows what to check.",
    fr: "{file} est utilisé, avec {warnings|avertissement|avertissements} (le premier à : {place}). Le fichier indique ce qu’il faut vérifier.",
  },
  files_warned: {
    en: "{count|file is|files are} used with warnings. Each file shows what to check: look for the marked ones in the list of files.",
    fr: "{count|fichier est utilisé|fichiers sont utilisés} avec des avertissements. Chaque fichier indique ce qu’il faut vérifier : ils sont signalés dans la liste des fichiers.",
  },
} as const satisfies Record<string, Text>;
