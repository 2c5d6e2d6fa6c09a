// A connection that somebody tests: nothing is retried by itself, so the person is told what to do.
import type { Text } from "../../values/json.ts";

export const connectionTests = {
  test_unreachable: {
    en: "{host} is not answering. Check the address, and whether the system is running, then test again.",
    fr: "{host} ne répond pas. Vérifiez l’adresse et que le système fonctionne, puis relancez le test.",
  },
  test_timeout: {
    en: "{host} took too long to answer. Test again; if it stays slow, ask the administrator of that system.",
    fr: "{host} a mis trop de temps à répondre. Relancez le test ; si la lenteur persiste, demandez à l’administrateur de ce système.",
  },
  test_busy: {
    en: "{host} asked us to slow down. Wait a minute, then test again.",
    fr: "{host} nous demande de ralentir. Attendez une minute, puis relancez le test.",
  },
  test_server_error: {
    en: "{host} had an error of its own. Test again; if it stays, ask the administrator of that system to look at its error log.",
    fr: "{host} a rencontré une erreur interne. Relancez le test ; si elle persiste, demandez à l’administrateur de ce système de consulter son journal d’erreurs.",
  },
  test_failed: {
    en: "{host} failed while answering about {model} ({error}). Ask the administrator of that system to look at its error log, then test again.",
    fr: "{host} a échoué en répondant sur {model} ({error}). Demandez à l’administrateur de ce système de consulter son journal d’erreurs, puis relancez le test.",
  },
  test_waits: {
    en: "The pace that {host} allows is used up for the moment. Wait a minute, then test again.",
    fr: "Le rythme autorisé par {host} est épuisé pour l’instant. Attendez une minute, puis relancez le test.",
  },
  test_silent: {
    en: "{host} asked us to pause. Wait five minutes, then test again.",
    fr: "{host} nous a demandé une pause. Attendez cinq minutes, puis relancez le test.",
  },
  test_page: {
    en: "{host} answered with a web page, a sign-in page perhaps, instead of data. Check the address, or ask the administrator of that system what answers there, then test again.",
    fr: "{host} a répondu par une page web, peut-être une page de connexion, au lieu de données. Vérifiez l’adresse, ou demandez à l’administrateur de ce système ce qui y répond, puis relancez le test.",
  },
  test_unreadable: {
    en: "{host} gave an answer that cannot be read. Check the address, or ask the administrator of that system what changes its answers, then test again.",
    fr: "{host} a donné une réponse illisible. Vérifiez l’adresse, ou demandez à l’administrateur de ce système ce qui modifie ses réponses, puis relancez le test.",
  },
  test_too_large: {
    en: "{host} gave an answer that is too large. Ask the administrator of that system to look for oversized records there.",
    fr: "{host} a donné une réponse trop volumineuse. Demandez à l’administrateur de ce système d’y chercher les enregistrements trop volumineux.",
  },
  test_destination_busy: {
    en: "{host} has no room for us at the moment ({state}). Wait a minute, then test again.",
    fr: "{host} n’a pas de place pour nous en ce moment ({state}). Attendez une minute, puis relancez le test.",
  },
  test_destination_failed: {
    en: "{host} failed while answering the test ({state}). Ask the administrator of that system to look at its log, then test again.",
    fr: "{host} a échoué en répondant au test ({state}). Demandez à l’administrateur de ce système de consulter son journal, puis relancez le test.",
  },
  test_destination_working: {
    en: "The destination is still working on what we have sent. Wait until it is done, then test again.",
    fr: "La destination traite encore ce que nous avons envoyé. Attendez la fin, puis relancez le test.",
  },
  test_file_unavailable: {
    en: "{file} could not be read to its end just now. Test again.",
    fr: "{file} n’a pas pu être lu jusqu’au bout à l’instant. Relancez le test.",
  },
  check_too_slow: {
    en: "The checks took longer than 15 seconds, so we stopped. Try again, or look at how {host} is doing.",
    fr: "Les vérifications ont duré plus de 15 secondes : nous avons arrêté. Réessayez, ou regardez comment se porte {host}.",
  },
} as const satisfies Record<string, Text>;
