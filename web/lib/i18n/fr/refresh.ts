// A refresh in French: how old the data is, how to start, and what happens while one runs.
import { counter, figures } from "../count.ts";
import type { refresh as english } from "../en/refresh.ts";

const count = counter("fr");
const figure = figures("fr");

export const refresh: typeof english = {
  fresh: {
    never: "Pas encore de données",
    updated: (age) => `Actualisées ${age}`,
    updatedNow: "Actualisées à l’instant",
    details: "Afficher les détails",
    asOf: (moment) => `Données du ${moment}`,
    broughtBy: (who) => `Actualisées par ${who}`,
    bySchedule: "Actualisées par la planification",
    somebody: "quelqu’un",
    failed: (at) => `La dernière actualisation a échoué le ${at}.`,
    cancelled: (at) => `La dernière actualisation a été arrêtée le ${at}.`,
    withProblems: (at) =>
      `La dernière actualisation s’est terminée avec des anomalies le ${at}. Certaines données peuvent être plus anciennes.`,
    withWarnings: (at) =>
      `La dernière actualisation a tout lu le ${at}, mais ses fichiers comportent des avertissements.`,
    undone: (at, who, when) => `L’actualisation du ${at} a été annulée par ${who} le ${when}.`,
    before: "Les données précédentes sont affichées.",
    nothingBefore: "Il n’y a pas de données précédentes à afficher.",
    records: (n) => count(n, "enregistrement", "enregistrements"),
    seeLast: "Voir la dernière actualisation",
    stale: (hours) => `Ces données datent de ${count(hours, "heure", "heures")}. Les actualiser ?`,
    staleDays: (days) => `Ces données datent de ${count(days, "jour", "jours")}. Les actualiser ?`,
    staleViewer: (hours) =>
      `Ces données datent de ${count(hours, "heure", "heures")}. Demandez à un administrateur de les actualiser.`,
    staleDaysViewer: (days) =>
      `Ces données datent de ${count(days, "jour", "jours")}. Demandez à un administrateur de les actualiser.`,
    later: "Me le rappeler dans 4 heures",
    banner: (percent) =>
      `Actualisation des données en cours : ${percent}. Vous pouvez continuer à lire ; les nouvelles données s’afficheront ici une fois complètes.`,
    newData: "De nouvelles données sont disponibles.",
    showIt: "Afficher",
  },
  live: {
    connecting: "Connexion…",
    live: "En direct",
    reconnecting: "Reconnexion…",
    polling: "Mise à jour toutes les 5 s",
    offline: "Vous êtes hors ligne. La page affiche les dernières données reçues.",
  },
  refresh: {
    start: "Actualiser les données",
    starting: "Lancement…",
    view: (percent) => `Voir la progression (${percent})`,
    longConfirm: (duration) =>
      `La dernière actualisation a duré ${duration}. Vous pouvez continuer à travailler. Lancer maintenant ?`,
    title: "Actualisation des données",
    startedBy: (who, at) => `Lancée par ${who} à ${at}`,
    bySchedule: (at) => `Lancée par la planification à ${at}`,
    already: (who, at, percent) =>
      `${who} a déjà lancé une actualisation à ${at}. Elle en est à ${percent} ; vous pouvez la suivre ici.`,
    preparing: "Préparation de l’actualisation…",
    reading: (source, host) =>
      host ? `Lecture depuis ${host} : ${source}…` : `Lecture : ${source}…`,
    comparing: (source) => `Comparaison avec la source : ${source}…`,
    publishing: "Publication des nouvelles données…",
    delivering: "Envoi des données vers leur destination…",
    deliveringOf: (source) => `Envoi vers la destination : ${source}…`,
    callsLeft: (remaining, limit) =>
      `Il reste ${count(remaining, "appel", "appels")} sur ${figure(limit)} aujourd’hui.`,
    callsAgain: (at) => `Le compteur repart à zéro à ${at}.`,
    callsNone:
      "Il ne reste aucun appel aujourd’hui. Une actualisation s’arrêterait sans rien lire.",
    fewCalls: "Il reste peu d’appels à la source aujourd’hui. Lancer quand même l’actualisation ?",
    stopping: "Arrêt en cours…",
    elapsed: "Temps écoulé",
    left: "Temps restant",
    leftUnknown: "pas encore connu",
    leftWaiting: "en pause",
    leftLonger: "plus long que d’habitude",
    about: (range) => `environ ${range}`,
    lessThanMinute: "moins d’une minute",
    minutes: (low, high) =>
      low === high
        ? count(high, "minute", "minutes")
        : `${low} à ${count(high, "minute", "minutes")}`,
    speed: (perSecond) => `${count(perSecond, "enregistrement", "enregistrements")} par seconde`,
    soFar: (n) => `${count(n, "enregistrement", "enregistrements")} pour l’instant`,
    of: (read, total) => `${read} sur ${total}`,
    stop: "Arrêter",
    stopTitle: "Arrêter cette actualisation ?",
    stopText:
      "Tout le monde garde les données actuelles. Ce qui a été lu jusqu’ici n’est pas affiché.",
    stopYes: "Arrêter l’actualisation",
    stopNo: "La laisser continuer",
    hide: "Masquer",
    hideHint: "L’actualisation continue en arrière-plan.",
    hideEnded: "Fermer",
    waiting: (reason, at) => `En pause. ${reason} Nouvel essai à ${at}.`,
    setAside: "En attente :",
    waitingIn: (seconds) => `dans ${count(seconds, "seconde", "secondes")}`,
    valueText: (percent, step, steps, source) =>
      steps > 0 && step > 0
        ? `${percent} pour cent, source ${step} sur ${steps}, ${source}`
        : `${percent} pour cent`,
    sources: "Sources de données",
    quiet: "Sans nouvelles depuis 2 minutes. L’actualisation reprend automatiquement.",
  },
  announce: {
    started: (who) => `Actualisation des données lancée par ${who}.`,
    step: (source) => `Lecture en cours : ${source}.`,
    percent: (percent) => `Actualisation des données : ${percent} pour cent.`,
    paused: "Actualisation des données en pause.",
    resumed: "L’actualisation des données a repris.",
    newData: "Les nouvelles données sont affichées.",
  },
  status: {
    surveying: "En cours",
    fetching: "En cours",
    verifying: "En cours",
    publishing: "En cours",
    delivering: "En cours",
    cancelling: "Arrêt en cours",
    completed: "Terminée",
    completed_with_problems: "Terminée avec des anomalies",
    failed: "Échouée",
    cancelled: "Arrêtée",
    undone: "Annulée",
    waiting: "En pause",
  },
  step: {
    surveying: "En attente de démarrage",
    fetching: "En cours",
    verifying: "Comparaison",
    ready: "Lue, pas encore affichée",
    completed: "Terminée",
    incomplete: "Terminée en partie",
    attention: "Terminée, des enregistrements sont à vérifier",
    failed: "Échouée",
    cancelled: "Arrêtée",
  },
};
