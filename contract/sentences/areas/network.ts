// What stands between us and a system: the network, its address, the pace it allows.
import type { Text } from "../../values/json.ts";

export const network = {
  source_unreachable: {
    en: "{host} is not answering. We will try again automatically. {unchanged}",
    fr: "{host} ne répond pas. Nous réessayons automatiquement. {unchanged}",
  },
  source_timeout: {
    en: "{host} took too long to answer. We will try again automatically. {unchanged}",
    fr: "{host} a mis trop de temps à répondre. Nous réessayons automatiquement. {unchanged}",
  },
  source_busy: {
    en: "{host} asked us to slow down. The refresh continues more slowly.",
    fr: "{host} nous demande de ralentir. L’actualisation continue plus lentement.",
  },
  source_server_error: {
    en: "{host} had an internal error. We will try again automatically. {unchanged}",
    fr: "{host} a rencontré une erreur interne. Nous réessayons automatiquement. {unchanged}",
  },
  gate_wait: {
    en: "{host} limits how often we may call it. The refresh continues in a moment.",
    fr: "{host} limite la fréquence de nos appels. L’actualisation reprend dans un instant.",
  },
  gate_silent: {
    en: "{host} asked us to pause. We will ask again within five minutes. {unchanged}",
    fr: "{host} nous a demandé une pause. Nous réessayons dans cinq minutes au plus tard. {unchanged}",
  },
  calls_used_up: {
    en: "Today’s calls to {host} are used up; the last ones are reserved for refreshes that people start. {unchanged} New calls are available from midnight UTC: start the refresh again then.",
    fr: "Les appels du jour vers {host} sont épuisés ; les derniers sont réservés aux actualisations lancées à la main. {unchanged} De nouveaux appels seront disponibles à minuit UTC : relancez alors l’actualisation.",
  },
  not_that_system: {
    en: "The address of {host} returns a web page, not data. {unchanged} Check the address in the connection.",
    fr: "L’adresse de {host} renvoie une page web, pas des données. {unchanged} Vérifiez l’adresse dans la connexion.",
  },
  address_moved: {
    en: "{host} has moved to another address. {unchanged} Enter the new address in the connection.",
    fr: "{host} a changé d’adresse. {unchanged} Saisissez la nouvelle adresse dans la connexion.",
  },
  address_refused: {
    en: "The address {host} is not allowed. {unchanged} Use the public https address of the system.",
    fr: "L’adresse {host} n’est pas autorisée. {unchanged} Utilisez l’adresse publique en https du système.",
  },
  access_blocked: {
    en: "A firewall or proxy in front of {host} blocks our requests ({status}). {unchanged} Ask its administrator to let them through.",
    fr: "Un pare-feu ou un proxy placé devant {host} bloque nos demandes ({status}). {unchanged} Demandez à son administrateur de les laisser passer.",
  },
  tls_failed: {
    en: "No encrypted connection to {host} is possible: it offers none, or its certificate comes from an unknown authority or is for another name. Nothing was sent, not even the password. Install a valid certificate on the server, or connect through Hyperdrive.",
    fr: "Aucune connexion chiffrée à {host} n’est possible : le serveur n’en propose pas, ou son certificat vient d’une autorité inconnue ou porte un autre nom. Rien n’a été envoyé, pas même le mot de passe. Installez un certificat valable sur le serveur, ou passez par Hyperdrive.",
  },
  tls_wanted: {
    en: "{host} accepts only encrypted connections. Nothing was sent. Choose encryption in the connection.",
    fr: "{host} n’accepte que les connexions chiffrées. Rien n’a été envoyé. Choisissez le chiffrement dans la connexion.",
  },
} as const satisfies Record<string, Text>;
