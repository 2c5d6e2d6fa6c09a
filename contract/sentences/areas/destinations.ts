// What happens on the way to any destination: what is published here stays published.
import type { Text } from "../../values/json.ts";

export const destinations = {
  destination_unreachable: {
    en: "{host} is not answering. What is published here stays; sending it on will be tried again by itself.",
    fr: "{host} ne répond pas. Ce qui est publié ici reste ; l’envoi sera réessayé automatiquement.",
  },
  destination_failed: {
    en: "{host} failed while taking the data ({state}). Nothing of this part was kept there. We will try again a few times.",
    fr: "{host} a échoué en recevant les données ({state}). Rien de cette partie n’y a été enregistré. Nous réessayons quelques fois.",
  },
  destination_working: {
    en: "The destination is still working on what we have sent. The refresh goes on by itself; the data here is up to date.",
    fr: "La destination traite encore ce que nous avons envoyé. L’actualisation reprend d’elle-même ; les données ici sont à jour.",
  },
  overtaken: {
    en: "A newer refresh already sends its data to {host}, so this older one sent nothing more. What stands there is the newer data.",
    fr: "Une actualisation plus récente envoie déjà ses données à {host} : celle-ci n’a plus rien envoyé. Ce qui s’y trouve vient de la plus récente.",
  },
  nothing_to_send: {
    en: "There is nothing to send: this configuration has no destination, or nothing of it is published yet, or all of it has arrived.",
    fr: "Il n’y a rien à envoyer : cette configuration n’a pas de destination, rien n’en est encore publié, ou tout est arrivé.",
  },
  records_refused: {
    en: "{count|record|records} of {resource} {count?was|were} refused by the destination. {count?It is listed with its reason|They are listed with their reasons} and sent again by the next refresh. The data here is up to date.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?a été refusé|ont été refusés} par la destination. {count?Il est listé avec sa raison et sera renvoyé|Ils sont listés avec leur raison et seront renvoyés} à la prochaine actualisation. Les données ici sont à jour.",
  },
  records_still_refused: {
    en: "{count|record|records} of {resource} {count?is|are} still refused by the destination, or left there as it was chosen, as in an earlier refresh. {count?It stays listed until the destination takes it|They stay listed until the destination takes them}. The data here is up to date.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?reste refusé|restent refusés} par la destination, ou {count?laissé|laissés} là-bas comme choisi, comme lors d’une actualisation précédente. {count?Il reste listé jusqu’à ce que la destination l’accepte|Ils restent listés jusqu’à ce que la destination les accepte}. Les données ici sont à jour.",
  },
  not_all_sent: {
    en: "The data here is up to date, but not all of it has been sent on.",
    fr: "Les données ici sont à jour, mais elles n’ont pas toutes été envoyées.",
  },
  last_not_all_sent: {
    en: "The last refresh, {at}, brought everything in, but not all of it has been sent on.",
    fr: "La dernière actualisation, {at}, a tout lu, mais tout n’a pas été envoyé.",
  },
  delivery_failed: {
    en: "The data here is up to date, but not all of it has arrived at the destination after several tries. The next refresh sends what is missing; “Try again” does it now.",
    fr: "Les données ici sont à jour, mais elles ne sont pas toutes arrivées à destination après plusieurs essais. La prochaine actualisation enverra ce qui manque ; « Réessayer » le fait tout de suite.",
  },
  delivery_refused: {
    en: "The data here is up to date, but it was not sent on to the destination. The next refresh sends what is missing.",
    fr: "Les données ici sont à jour, mais elles n’ont pas été envoyées à la destination. La prochaine actualisation enverra ce qui manque.",
  },
} as const satisfies Record<string, Text>;
