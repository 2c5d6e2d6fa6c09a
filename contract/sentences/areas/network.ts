// What stands between us and a system: the network, its address, the pace it allows.
import type { Text } from "../../values/json.ts";

export const network = {
  source_unreachable: {
    en: "{host} is not answering. We will try again by ourselves. {unchanged}",
    fr: "{host} ne répond pas. Nous réessayons automatiquement. {unchanged}",
  },
  source_timeout: {
    en: "{host} took too long to answer. We will try again by ourselves. {unchanged}",
    fr: "{host} a mis trop de temps à répondre. Nous réessayons automatiquement. {unchanged}",
  },
  source_busy: {
    en: "{host} asked us to slow down. The refresh continues more slowly.",
    fr: "{host} nous demande de ralentir. L’actualisation continue plus lentement.",
  },
  source_server_error: {
    en: "{host} had an error of its own. We will try again by ourselves. {unchanged}",
    fr: "{host} a rencontré une erreur interne. Nous réessayons automatiquement. {unchanged}",
  },
  gate_wait: {
    en: "We keep to the pace that {host} allows. The refresh continues in a moment.",
    fr: "Nous respectons le rythme autorisé par {host}. L’actualisation reprend dans un instant.",
  },
  gate_silent: {
    en: "{host} asked us to pause. We ask again after five minutes at the latest. {unchanged}",
    fr: "{host} nous a demandé une pause. Nous redemandons au plus tard dans cinq minutes. {unchanged}",
  },
  calls_used_up: {
    en: "Today’s calls to {host} are used up; the last ones are kept for refreshes started by people. {unchanged} New calls come at midnight UTC: start the refresh again after that.",
    fr: "Les appels du jour vers {host} sont épuisés ; les derniers sont réservés aux actualisations lancées par des personnes. {unchanged} De nouveaux appels arrivent à minuit UTC : relancez l’actualisation ensuite.",
  },
  not_that_system: {
    en: "The address of {host} answers with a web page, not with data. {unchanged} Check the address in the connection.",
    fr: "L’adresse de {host} renvoie une page web et non des données. {unchanged} Vérifiez l’adresse dans la connexion.",
  },
  address_moved: {
    en: "{host} says its address has moved. {unchanged} Put the new address in the connection.",
    fr: "{host} indique que son adresse a changé. {unchanged} Indiquez la nouvelle adresse dans la connexion.",
  },
  address_refused: {
    en: "The address {host} may not be called from here. {unchanged} Use the public https address of the system.",
    fr: "L’adresse {host} ne peut pas être appelée d’ici. {unchanged} Utilisez l’adresse publique en https du système.",
  },
  access_blocked: {
    en: "Something in front of {host} blocks our questions ({status}). {unchanged} Ask its administrator to let them through.",
    fr: "Un dispositif placé devant {host} bloque nos demandes ({status}). {unchanged} Demandez à son administrateur de les laisser passer.",
  },
  tls_failed: {
    en: "No encrypted way to {host} could be made: it offers none, or its certificate is not of a known authority or not for this name. Nothing was sent, the password neither. Give the server a valid certificate, or go through Hyperdrive.",
    fr: "Impossible d’établir une liaison chiffrée avec {host} : le serveur n’en propose pas, ou son certificat n’est pas reconnu ou pas à ce nom. Rien n’a été envoyé, pas même le mot de passe. Donnez au serveur un certificat valable, ou passez par Hyperdrive.",
  },
  tls_wanted: {
    en: "{host} takes only encrypted connections. Nothing was sent. Choose encryption in the connection.",
    fr: "{host} n’accepte que les connexions chiffrées. Rien n’a été envoyé. Choisissez le chiffrement dans la connexion.",
  },
} as const satisfies Record<string, Text>;
