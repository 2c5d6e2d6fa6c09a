// What happens on the way to any destination: what is published here stays published.
import type { Text } from "../../values/json.ts";

export const destinations = {
  destination_unreachable: {
    en: "{host} is not answering. The data published here stays; we will try to send it again automatically.",
    fr: "{host} ne répond pas. Les données publiées ici restent ; nous réessayons automatiquement de les envoyer.",
  },
  destination_failed: {
    en: "{host} failed while receiving the data ({state}). It stored nothing from this part. We will try again a few times.",
    fr: "{host} a échoué en recevant les données ({state}). Rien de cette partie n’y a été enregistré. Nous réessayons quelques fois.",
  },
  destination_working: {
    en: "The destination is still processing what we sent. The refresh continues automatically; the data here is up to date.",
    fr: "La destination traite encore ce que nous avons envoyé. L’actualisation reprend automatiquement ; les données ici sont à jour.",
  },
  overtaken: {
    en: "A newer refresh is already sending its data to {host}, so this older one stopped sending. {host} has the newer data.",
    fr: "Une actualisation plus récente envoie déjà ses données à {host} : celle-ci a donc cessé d’envoyer les siennes. {host} a les données les plus récentes.",
  },
  nothing_to_send: {
    en: "There is nothing to send: this configuration has no destination, nothing has been published yet, or everything has arrived.",
    fr: "Il n’y a rien à envoyer : cette configuration n’a pas de destination, rien n’est encore publié, ou tout est arrivé.",
  },
  records_refused: {
    en: "The destination refused {count|record|records} of {resource}. {count?It is listed with its reason|They are listed with their reasons}, and the next refresh sends {count?it|them} again. The data here is up to date.",
    fr: "La destination a refusé {count|enregistrement|enregistrements} de {resource}. {count?Il est listé avec sa raison|Ils sont listés avec leur raison}, et la prochaine actualisation {count?le|les} renverra. Les données ici sont à jour.",
  },
  records_still_refused: {
    en: "{count|record|records} of {resource} {count?is|are} still refused by the destination, or left there on purpose, as in an earlier refresh. {count?It stays listed until the destination accepts it|They stay listed until the destination accepts them}. The data here is up to date.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?reste refusé|restent refusés} par la destination, ou {count?laissé|laissés} là-bas volontairement, comme lors d’une actualisation précédente. {count?Il reste listé jusqu’à ce que la destination l’accepte|Ils restent listés jusqu’à ce que la destination les accepte}. Les données ici sont à jour.",
  },
  not_all_sent: {
    en: "The data here is up to date, but not all of it has been sent to the destination.",
    fr: "Les données ici sont à jour, mais elles n’ont pas toutes été envoyées à la destination.",
  },
  last_not_all_sent: {
    en: "The last refresh, {at}, read everything, but did not send all of it to the destination.",
    fr: "La dernière actualisation, {at}, a tout lu, mais n’a pas tout envoyé à la destination.",
  },
  delivery_failed: {
    en: "The data here is up to date, but not all of it reached the destination after several tries. The next refresh sends what is missing; use “Try again” to send it now.",
    fr: "Les données ici sont à jour, mais elles ne sont pas toutes arrivées à destination après plusieurs essais. La prochaine actualisation enverra ce qui manque ; utilisez « Réessayer » pour l’envoyer tout de suite.",
  },
  delivery_refused: {
    en: "The data here is up to date, but it was not sent to the destination. The next refresh sends what is missing.",
    fr: "Les données ici sont à jour, mais elles n’ont pas été envoyées à la destination. La prochaine actualisation enverra ce qui manque.",
  },
} as const satisfies Record<string, Text>;
