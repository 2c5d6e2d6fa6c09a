// Connections that are shared, withdrawn, deleted or still used.
import type { Text } from "../../values/json.ts";

export const connections = {
  connection_in_use: {
    en: "{configurations} use this connection. Delete or change them first.",
    fr: "{configurations} utilisent cette connexion. Supprimez-les ou modifiez-les d’abord.",
  },
  connection_shared: {
    en: "This connection belongs to the whole house and is shared with you. Nothing has changed. Ask a global administrator to change it.",
    fr: "Cette connexion est commune à plusieurs établissements et partagée avec vous. Rien n’a changé. Demandez à un administrateur général de la modifier.",
  },
  connection_not_shared: {
    en: "The connection “{connection}” is no longer shared with this establishment. Your data has not changed. Ask a global administrator to share it again, or make a new configuration with another connection.",
    fr: "La connexion « {connection} » n’est plus partagée avec cet établissement. Vos données n’ont pas changé. Demandez à un administrateur général de la partager à nouveau, ou créez une nouvelle configuration avec une autre connexion.",
  },
  connection_share_changed: {
    en: "What “{connection}” lets this establishment see was changed during the refresh, so it was stopped. Your data has not changed. Start it again.",
    fr: "Ce que « {connection} » laisse voir à cet établissement a été modifié pendant l’actualisation : elle a été arrêtée. Vos données n’ont pas changé. Relancez-la.",
  },
  connection_deleted: {
    en: "The connection “{connection}” was deleted during the refresh, so it was stopped. Your data has not changed. Make a new configuration with another connection.",
    fr: "La connexion « {connection} » a été supprimée pendant l’actualisation : elle a été arrêtée. Vos données n’ont pas changé. Créez une nouvelle configuration avec une autre connexion.",
  },
  destination_deleted: {
    en: "The connection “{connection}”, to which data was being sent, was deleted meanwhile. What was refreshed stays here; nothing more is sent there. Choose another destination in the configuration.",
    fr: "La connexion « {connection} », vers laquelle les données étaient envoyées, a été supprimée entre-temps. Ce qui a été actualisé reste ici ; plus rien n’y est envoyé. Choisissez une autre destination dans la configuration.",
  },
  destination_not_shared: {
    en: "The connection “{connection}”, to which data was being sent, is no longer shared with this establishment. What was refreshed stays here; nothing more is sent there. Ask a global administrator to share it again, or choose another destination.",
    fr: "La connexion « {connection} », vers laquelle les données étaient envoyées, n’est plus partagée avec cet établissement. Ce qui a été actualisé reste ici ; plus rien n’y est envoyé. Demandez à un administrateur général de la partager à nouveau, ou choisissez une autre destination.",
  },
  destination_share_changed: {
    en: "What “{connection}” takes from this establishment was changed while data was being sent there, so the sending was stopped. What was refreshed stays here. Start it again.",
    fr: "Ce que « {connection} » reçoit de cet établissement a été modifié pendant l’envoi : il a été arrêté. Ce qui a été actualisé reste ici. Relancez-le.",
  },
} as const satisfies Record<string, Text>;
