// Connections that are shared, withdrawn, deleted or still in use.
import type { Text } from "../../values/json.ts";

export const connections = {
  connection_in_use: {
    en: "This connection is used by {configurations}. First change or delete every configuration that uses it.",
    fr: "Cette connexion est utilisée par {configurations}. Modifiez ou supprimez d’abord chaque configuration qui l’utilise.",
  },
  connection_shared: {
    en: "This is a shared connection, which only a global administrator may change. Nothing has changed. Ask one of them.",
    fr: "Cette connexion est partagée : seul un administrateur général peut la modifier. Rien n’a changé. Adressez-vous à lui.",
  },
  connection_not_shared: {
    en: "The connection “{connection}” is no longer shared with this establishment. Your data has not changed. Ask a global administrator to share it again, or create a new configuration with another connection.",
    fr: "La connexion « {connection} » n’est plus partagée avec cet établissement. Vos données n’ont pas changé. Demandez à un administrateur général de la partager à nouveau, ou créez une nouvelle configuration avec une autre connexion.",
  },
  connection_share_changed: {
    en: "The refresh was stopped because what “{connection}” lets this establishment see changed meanwhile. Your data has not changed. Start it again.",
    fr: "L’actualisation a été arrêtée, car ce que « {connection} » laisse voir à cet établissement a changé entre-temps. Vos données n’ont pas changé. Relancez-la.",
  },
  kind_unknown: {
    en: "This service does not know the kind of system “{kind}”. {unchanged} Ask its operator, or create a new configuration with another connection.",
    fr: "Ce service ne connaît pas le type de système « {kind} ». {unchanged} Adressez-vous à son exploitant, ou créez une nouvelle configuration avec une autre connexion.",
  },
  connection_deleted: {
    en: "The refresh was stopped because the connection “{connection}” was deleted meanwhile. Your data has not changed. Create a new configuration with another connection.",
    fr: "L’actualisation a été arrêtée, car la connexion « {connection} » a été supprimée entre-temps. Vos données n’ont pas changé. Créez une nouvelle configuration avec une autre connexion.",
  },
  destination_deleted: {
    en: "The destination “{connection}” was deleted while we were sending data to it. The refreshed data stays here; nothing more is sent. Choose another destination in the configuration.",
    fr: "La destination « {connection} » a été supprimée pendant l’envoi des données. Les données actualisées restent ici ; plus rien n’est envoyé. Choisissez une autre destination dans la configuration.",
  },
  destination_not_shared: {
    en: "The destination “{connection}” is no longer shared with this establishment. The refreshed data stays here; nothing more is sent. Ask a global administrator to share it again, or choose another destination.",
    fr: "La destination « {connection} » n’est plus partagée avec cet établissement. Les données actualisées restent ici ; plus rien n’est envoyé. Demandez à un administrateur général de la partager à nouveau, ou choisissez une autre destination.",
  },
  destination_share_changed: {
    en: "The sending was stopped because what “{connection}” accepts from this establishment changed meanwhile. The refreshed data stays here. Start it again.",
    fr: "L’envoi a été arrêté, car ce que « {connection} » accepte de cet établissement a changé entre-temps. Les données actualisées restent ici. Relancez-le.",
  },
} as const satisfies Record<string, Text>;
