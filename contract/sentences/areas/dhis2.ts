// What only DHIS2 refuses or lacks, as a source and as a destination.
import type { Text } from "../../values/json.ts";

export const dhis2 = {
  account_closed: {
    en: "The account on {host} is locked, disabled or expired. {unchanged} Ask the administrator of that system to reopen it.",
    fr: "Le compte sur {host} est verrouillé, désactivé ou expiré. {unchanged} Demandez à l’administrateur de ce système de le rouvrir.",
  },
  org_unit_outside: {
    en: "The account on {host} cannot see the organisation units of this configuration. {unchanged} Choose other units, or ask the administrator of that system to assign them to the account.",
    fr: "Le compte sur {host} ne voit pas les unités d’organisation de cette configuration. {unchanged} Choisissez d’autres unités, ou demandez à l’administrateur de ce système de les attribuer au compte.",
  },
  calendar_unsupported: {
    en: "{host} uses the {calendar} calendar, where the same period names mean other days. Its data values are neither read nor written; the values already here have not changed. Metadata can be refreshed.",
    fr: "{host} utilise le calendrier {calendar}, où les mêmes noms de période désignent d’autres jours. Ses valeurs ne sont ni lues ni écrites ; celles déjà enregistrées n’ont pas changé. Les métadonnées peuvent être actualisées.",
  },
  writing_rights_missing: {
    en: "The account may not write {model} on {host}. Nothing was sent; your data here is up to date. Ask the administrator of that system for the right to write it.",
    fr: "Le compte n’a pas le droit d’écrire {model} sur {host}. Rien n’a été envoyé ; vos données ici sont à jour. Demandez ce droit d’écriture à l’administrateur de ce système.",
  },
  destination_unsuited: {
    en: "{host} cannot receive this kind of data ({template}). Nothing was sent; your data here is up to date. Choose another destination for this configuration.",
    fr: "{host} ne peut pas recevoir ce type de données ({template}). Rien n’a été envoyé ; vos données ici sont à jour. Choisissez une autre destination pour cette configuration.",
  },
  object_refused: {
    en: "{host} refused “{object}”: {reason}. The next refresh sends it again; correct it there or at the source.",
    fr: "{host} a refusé « {object} » : {reason}. La prochaine actualisation le renverra ; corrigez-le là-bas ou à la source.",
  },
  object_fails_there: {
    en: "{host} fails without an explanation whenever it receives “{object}”. That object was left out; everything else was sent. Ask its administrator to look into it, or correct the object at the source; every refresh tries again.",
    fr: "{host} échoue sans explication dès qu’il reçoit « {object} ». Cet objet a été laissé de côté ; tout le reste a été envoyé. Demandez à son administrateur d’examiner la cause, ou corrigez l’objet à la source ; chaque actualisation réessaie.",
  },
  zero_not_kept: {
    en: "{host} stores no zeros for the data element “{reason}”: it silently dropped the zero of “{object}”. If zeros matter, turn on “Store zero data values” for that data element; every refresh tries again.",
    fr: "{host} n’enregistre pas les zéros de l’élément de données « {reason} » : le zéro de « {object} » y a été ignoré sans message. Si les zéros comptent, activez « Stocker les zéros » pour cet élément de données ; chaque actualisation réessaie.",
  },
  object_incomplete: {
    en: "“{object}” is on {host}, but incomplete: {reason}. The next refresh sends it again; add what is missing there, or correct it at the source.",
    fr: "« {object} » est sur {host}, mais incomplet : {reason}. La prochaine actualisation le renverra ; ajoutez là-bas ce qui manque, ou corrigez l’objet à la source.",
  },
  object_kept: {
    en: "“{object}” no longer exists at the source but is still on {host}. Delete it there, or let the configuration delete such objects.",
    fr: "« {object} » n’existe plus à la source, mais reste sur {host}. Supprimez-le là-bas, ou laissez la configuration supprimer ces objets.",
  },
  option_combo_missing: {
    en: "{host} has no category option combination for “{object}” ({reason}). The value was not sent. Send the category combinations first and let that system build them.",
    fr: "{host} n’a pas de combinaison d’options de catégorie pour « {object} » ({reason}). La valeur n’a pas été envoyée. Envoyez d’abord les combinaisons de catégories et laissez ce système les construire.",
  },
  option_combo_ambiguous: {
    en: "{host} has several category option combinations with the options of “{object}” ({reason}), and nothing tells which one is meant. The value was not sent. Ask the administrator of that system to merge them.",
    fr: "{host} a plusieurs combinaisons d’options de catégorie avec les options de « {object} » ({reason}), et rien n’indique laquelle est la bonne. La valeur n’a pas été envoyée. Demandez à l’administrateur de ce système de les fusionner.",
  },
  value_collides: {
    en: "“{object}” and another value would become the same value on {host} ({reason}). Neither was sent. Correct the option combinations at the source; every refresh tries again.",
    fr: "« {object} » et une autre valeur n’en feraient plus qu’une sur {host} ({reason}). Aucune n’a été envoyée. Corrigez les combinaisons d’options à la source ; chaque actualisation réessaie.",
  },
  element_without_data_set: {
    en: "The data element of “{object}” ({reason}) is in no data set of {host}, which accepts values only by data set. The value was not sent. Add the data element to a data set there.",
    fr: "L’élément de données de « {object} » ({reason}) n’est dans aucun ensemble de données de {host}, qui n’accepte les valeurs que par ensemble de données. La valeur n’a pas été envoyée. Ajoutez l’élément à un ensemble de données là-bas.",
  },
  object_combo_missing: {
    en: "“{object}” was not sent to {host}: it refers to a category option combination that does not exist there, or exists more than once ({reference}). Send the category combinations first; every refresh tries again.",
    fr: "« {object} » n’a pas été envoyé à {host} : il désigne une combinaison d’options de catégorie qui n’y existe pas, ou y existe plusieurs fois ({reference}). Envoyez d’abord les combinaisons de catégories ; chaque actualisation réessaie.",
  },
  reference_missing: {
    en: "“{object}” was not sent to {host}: one of its expressions, or its form, refers to {reference}, which does not exist there. Add it there first; every refresh tries again.",
    fr: "« {object} » n’a pas été envoyé à {host} : une de ses expressions, ou son formulaire, désigne {reference}, qui n’y existe pas. Ajoutez-le d’abord là-bas ; chaque actualisation réessaie.",
  },
  option_combos_not_made: {
    en: "“{object}” arrived on {host}, but {missing} of its category option combinations do not exist there, although we asked that system to create them. Values that need them are not sent. Run “Update category option combinations” in its Data Administration; every refresh checks again.",
    fr: "« {object} » est arrivé sur {host}, mais {missing} de ses combinaisons d’options de catégorie n’y existent pas, bien que nous ayons demandé à ce système de les créer. Les valeurs qui en dépendent ne sont pas envoyées. Lancez « Mettre à jour les combinaisons d’options de catégorie » dans son administration des données ; chaque actualisation vérifie à nouveau.",
  },
  option_combos_not_allowed: {
    en: "“{object}” arrived on {host}, but {missing} of its category option combinations do not exist there, and the account may not create them. Ask its administrator to run “Update category option combinations” in Data Administration, or to give the account F_PERFORM_MAINTENANCE; every refresh checks again.",
    fr: "« {object} » est arrivé sur {host}, mais {missing} de ses combinaisons d’options de catégorie n’y existent pas, et le compte n’a pas le droit de les créer. Demandez à son administrateur de lancer « Mettre à jour les combinaisons d’options de catégorie » dans l’administration des données, ou de donner F_PERFORM_MAINTENANCE au compte ; chaque actualisation vérifie à nouveau.",
  },
} as const satisfies Record<string, Text>;
