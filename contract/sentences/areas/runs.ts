// Refreshes: starting, stopping and undoing them, and how they end.
import type { Text } from "../../values/json.ts";

export const runs = {
  already_running: {
    en: "{who} started a refresh at {since}. It is {percent} % done.",
    fr: "{who} a lancé une actualisation à {since}. Elle est faite à {percent} %.",
  },
  too_many_starts: {
    en: "Too many refreshes were started here in the last few minutes. Your data has not changed. Wait {minutes} min, then start again.",
    fr: "Trop d’actualisations ont été lancées ici ces dernières minutes. Vos données n’ont pas changé. Attendez {minutes} min, puis relancez.",
  },
  run_unknown: {
    en: "This refresh does not exist.",
    fr: "Cette actualisation n’existe pas.",
  },
  run_ended: {
    en: "This refresh has already ended.",
    fr: "Cette actualisation est déjà terminée.",
  },
  run_active: {
    en: "A refresh is in progress. Wait until it ends, or stop it first.",
    fr: "Une actualisation est en cours. Attendez sa fin, ou arrêtez-la d’abord.",
  },
  other_goes_first: {
    en: "This refresh is waiting for another system. “{configuration}” is being refreshed in the meantime; this one continues afterwards. Its data has not changed.",
    fr: "Cette actualisation attend un autre système. « {configuration} » est actualisée entre-temps ; celle-ci reprend ensuite. Ses données n’ont pas changé.",
  },
  records_rejected: {
    en: "{count|record|records} of {resource} could not be used. {count?It is listed with its reason|They are listed with their reasons}.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?n’a pas pu être utilisé|n’ont pas pu être utilisés}. {count?Il est listé avec sa raison|Ils sont listés avec leur raison}.",
  },
  records_still_rejected: {
    en: "{count|record|records} of {resource} still cannot be used, as in an earlier refresh. {count?It stays listed until it is corrected at the source, or its|They stay listed until they are corrected at the source, or their} file is deleted.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?reste inutilisable|restent inutilisables}, comme lors d’une actualisation précédente. {count?Il reste listé jusqu’à sa|Ils restent listés jusqu’à leur} correction à la source ou la suppression de {count?son|leur} fichier.",
  },
  records_missing: {
    en: "{count|record|records} of {resource} {count?exists|exist} at the source but could not be read. The rest is up to date.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?existe à la source mais n’a pas pu être lu|existent à la source mais n’ont pas pu être lus}. Le reste est à jour.",
  },
  removals_held: {
    en: "{vanishing} of {of|record|records} of {resource} {vanishing?has|have} disappeared at the source. Nothing was removed; an administrator of this establishment can say whether this is expected.",
    fr: "{vanishing|enregistrement|enregistrements} sur {of} de {resource} {vanishing?a disparu|ont disparu} à la source. Rien n’a été supprimé ; un administrateur de cet établissement peut dire si c’est normal.",
  },
  changed_meanwhile: {
    en: "{count|record|records} changed at the source during the refresh. The next refresh will pick {count?it|them} up.",
    fr: "{count|enregistrement a|enregistrements ont} changé à la source pendant l’actualisation. La prochaine actualisation {count?le|les} prendra.",
  },
  nothing_to_retry: {
    en: "Nothing failed in this refresh, so there is nothing to try again.",
    fr: "Rien n’a échoué dans cette actualisation : il n’y a rien à réessayer.",
  },
  nothing_to_confirm: {
    en: "This refresh has not asked to remove any records. Nothing was removed.",
    fr: "Cette actualisation n’a pas demandé à supprimer d’enregistrements. Rien n’a été supprimé.",
  },
  question_answered: {
    en: "This question was already answered, or a later refresh has checked again. Nothing was removed. Start a refresh: it will ask again if records are missing.",
    fr: "Cette question a déjà reçu une réponse, ou une actualisation plus récente a vérifié à nouveau. Rien n’a été supprimé. Lancez une actualisation : elle redemandera s’il manque des enregistrements.",
  },
  questions_unnamed: {
    en: "This refresh asks about several data sources. Nothing was removed. Name the ones that may lose their records (“resources”).",
    fr: "Cette actualisation pose une question pour plusieurs sources de données. Rien n’a été supprimé. Indiquez celles qui peuvent perdre leurs enregistrements (« resources »).",
  },
  nothing_to_undo: {
    en: "This refresh is not the one shown now, so it cannot be undone.",
    fr: "Cette actualisation n’est pas celle qui est affichée : elle ne peut pas être annulée.",
  },
  undo_too_old: {
    en: "The data from before this refresh is no longer kept, so it cannot be undone. The data shown has not changed. Correct it at the source, then start a refresh.",
    fr: "Les données d’avant cette actualisation ne sont plus conservées : elle ne peut pas être annulée. Les données affichées n’ont pas changé. Corrigez-les à la source, puis lancez une actualisation.",
  },
} as const satisfies Record<string, Text>;
