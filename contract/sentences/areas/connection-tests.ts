// A connection that somebody tests: nothing is retried, so the person is told what to do.
import type { Text } from "../../values/json.ts";

export const connectionTests = {
  test_unreachable: {
    en: "{host} is not answering. Check the address and that the system is running, then test again.",
    fr: "{host} ne répond pas. Vérifiez l’adresse et que le système fonctionne, puis relancez le test.",
  },
  test_timeout: {
    en: "{host} took too long to answer. Test again; if it stays slow, ask its administrator.",
    fr: "{host} a mis trop de temps à répondre. Relancez le test ; si la lenteur persiste, demandez à son administrateur.",
  },
  test_busy: {
    en: "{host} asked us to slow down. Wait a minute, then test again.",
    fr: "{host} nous demande de ralentir. Attendez une minute, puis relancez le test.",
  },
  test_server_error: {
    en: "{host} had an internal error. Test again; if it persists, ask its administrator to look at its error log.",
    fr: "{host} a rencontré une erreur interne. Relancez le test ; si elle persiste, demandez à son administrateur de consulter son journal d’erreurs.",
  },
  test_failed: {
    en: "{host} failed while reading {model} ({error}). Ask its administrator to look at its error log, then test again.",
    fr: "{host} a échoué en lisant {model} ({error}). Demandez à son administrateur de consulter son journal d’erreurs, puis relancez le test.",
  },
  test_waits: {
    en: "{host} allows no more calls for the moment. Wait a minute, then test again.",
    fr: "{host} n’autorise plus d’appels pour l’instant. Attendez une minute, puis relancez le test.",
  },
  test_silent: {
    en: "{host} asked us to pause. Wait five minutes, then test again.",
    fr: "{host} nous a demandé une pause. Attendez cinq minutes, puis relancez le test.",
  },
  test_page: {
    en: "{host} answered with a web page, perhaps a sign-in page, instead of data. Check the address, or ask its administrator what answers there, then test again.",
    fr: "{host} a répondu par une page web, peut-être une page de connexion, au lieu de données. Vérifiez l’adresse, ou demandez à son administrateur ce qui y répond, puis relancez le test.",
  },
  test_unreadable: {
    en: "{host} sent an answer that we cannot read. Check the address, or ask its administrator what changes its answers, then test again.",
    fr: "{host} a envoyé une réponse illisible. Vérifiez l’adresse, ou demandez à son administrateur ce qui modifie ses réponses, puis relancez le test.",
  },
  test_too_large: {
    en: "{host} sent an answer that is too large. Ask its administrator to look for oversized records there.",
    fr: "{host} a envoyé une réponse trop volumineuse. Demandez à son administrateur d’y chercher les enregistrements trop volumineux.",
  },
  test_destination_busy: {
    en: "{host} has no free connection at the moment ({state}). Wait a minute, then test again.",
    fr: "{host} n’a pas de connexion libre pour le moment ({state}). Attendez une minute, puis relancez le test.",
  },
  test_destination_failed: {
    en: "{host} failed during the test ({state}). Ask its administrator to look at its log, then test again.",
    fr: "{host} a échoué pendant le test ({state}). Demandez à son administrateur de consulter son journal, puis relancez le test.",
  },
  test_destination_working: {
    en: "The destination is still processing what we sent. Wait until it has finished, then test again.",
    fr: "La destination traite encore ce que nous avons envoyé. Attendez qu’elle ait terminé, puis relancez le test.",
  },
  test_file_unavailable: {
    en: "{file} could not be read completely just now. Test again.",
    fr: "{file} n’a pas pu être lu en entier à l’instant. Relancez le test.",
  },
  check_too_slow: {
    en: "The checks took longer than 15 seconds, so we stopped. Test again, or see whether {host} is slow.",
    fr: "Les vérifications ont duré plus de 15 secondes : nous avons arrêté. Relancez le test, ou voyez si {host} est lent.",
  },
} as const satisfies Record<string, Text>;
