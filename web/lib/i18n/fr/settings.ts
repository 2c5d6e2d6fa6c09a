// The settings in French: connections, shared connections, configurations and members.
import { counter } from "../count.ts";
import type { settings as english } from "../en/settings.ts";

const count = counter("fr");

export const settings: typeof english = {
  connections: {
    title: "Connexions",
    lead: "Les systèmes extérieurs d’où viennent les données.",
    add: "Ajouter une connexion",
    addFirst: "Pas encore de connexion. Ajoutez le système d’où viennent vos données.",
    name: "Nom",
    nameHint: "Le nom que vous donnez à ce système, par exemple « Odoo du siège ».",
    kind: "Système",
    secretKept: (at, who) => `Enregistré le ${at} par ${who}`,
    secretKeptOn: (at) => `Enregistré le ${at}`,
    replace: "Remplacer",
    keep: "Garder l’actuel",
    secretAgain:
      "L’adresse a changé : saisissez de nouveau le mot de passe ou la clé. Il n’est jamais envoyé à une autre adresse.",
    test: "Tester la connexion",
    testing: "Test en cours…",
    testCancel: "Annuler le test",
    testPassedUnsaved: "Le test a réussi avec votre saisie, qui n’est pas encore enregistrée.",
    testPassed: "Le test a réussi.",
    testFailed: "Le test a trouvé un problème. Voyez ci-dessous que faire.",
    tested: (age) => `Testée ${age}`,
    testedBad: (age) => `Test échoué ${age}`,
    notTested: "Pas encore testée",
    usedBy: (names) => `Utilisée par : ${names}`,
    unused: "Pas encore utilisée",
    saved: "La connexion est enregistrée.",
    deleted: "La connexion est supprimée.",
    deleteTitle: (name) => `Supprimer la connexion ${name} ?`,
    deleteText: "Le mot de passe ou la clé enregistré est effacé. Les données déjà lues restent.",
    httpsAdded: "« https:// » a été ajouté au début de l’adresse.",
    addressWrong: "Ce n’est pas une adresse web. Exemple : https://societe.odoo.com",
    found: "Données trouvées",
    discover: "Chercher les données",
    records: (n) => count(n, "enregistrement", "enregistrements"),
    checks: {
      passed: "Réussi",
      warning: "Avertissement",
      failed: "Échec",
      skipped: "Non vérifié",
    },
    remedy: "Que faire",
    shared: "Connexion partagée",
    sharedLead:
      "L’administration générale gère cette connexion. Vous pouvez l’utiliser, mais pas la modifier.",
    bringFiles: "Déposer des fichiers",
  },
  sharedConnections: {
    title: "Connexions partagées",
    lead: "Un seul compte au service de plusieurs établissements.",
    add: "Ajouter une connexion partagée",
    none: "Pas encore de connexion partagée.",
    noneLead:
      "Ajoutez-en une quand un seul compte contient les données de plusieurs établissements.",
    shares: "Établissements qui peuvent l’utiliser",
    sharesLead:
      "Les valeurs fixées ici pour un établissement le limitent à ses propres données. Elles l’emportent sur les réglages ci-dessus.",
    sharedWith: (names) => `Partagée avec ${names}`,
    sharedWithNone: "Pas encore partagée",
    share: "Partager avec un établissement",
    tenant: "Établissement",
    fixedNone: "Aucune valeur fixée",
    asBefore: "Comme dans la connexion",
    emptyAsBefore: "Comme dans la connexion si vide",
    everybody: "Elle est partagée avec tous les établissements.",
    shareSave: "Partager",
    changeOf: (name) => `Modifier les valeurs fixées pour ${name}`,
    unshare: "Ne plus partager",
    unshareOf: (name) => `Ne plus partager avec ${name}`,
    unshareTitle: (name) => `Ne plus partager la connexion avec ${name} ?`,
    unshareText:
      "Ses configurations restent et gardent leurs données, mais ne peuvent plus être actualisées. Rien ne change à la source.",
    shared: (name) => `Partagée avec ${name}.`,
    unshared: (name) => `N’est plus partagée avec ${name}.`,
    deleteText:
      "Le mot de passe ou la clé enregistré est effacé et plus personne ne peut utiliser la connexion. Les données déjà lues restent.",
    back: "Toutes les connexions partagées",
    pause: "Pause",
    pausedUntil: (host, at) =>
      `${host} nous a demandé une pause. Les actualisations par cette connexion attendent jusqu’à ${at}.`,
    endPause: "Réessayer maintenant",
    pauseEnded: "La pause est terminée. Les actualisations reprennent aussitôt.",
  },
  configurations: {
    title: "Configurations",
    lead: "Ce qui est actualisé, d’où et quand.",
    add: "Ajouter une configuration",
    addFirst: "Pas encore de configuration. Choisissez ce qu’il faut actualiser.",
    needConnection: "Ajoutez d’abord une connexion : une configuration s’en sert pour lire.",
    steps: { source: "Source", what: "Données", when: "Planification", review: "Vérification" },
    stepOf: (step, steps) => `Étape ${step} sur ${steps}`,
    connection: "Connexion",
    template: "Ce qu’il faut lire",
    resources: "Sources de données",
    destination: "Envoyer aussi vers",
    destinationNone: "Nulle part ailleurs",
    destinationHint: "Après chaque actualisation, les données sont aussi envoyées vers ce système.",
    mode: "Quand actualiser",
    modes: {
      manual: "Quand quelqu’un clique",
      automatic: "Automatiquement, selon une planification",
    },
    every: "Fréquence",
    from: "De",
    to: "À",
    schedule: (every, from, to, zone) => `${every}, ${from}–${to} (${zone})`,
    scheduleAllDay: (every) => `${every}, jour et nuit`,
    manual: "quand quelqu’un clique",
    nextAt: (moment) => `Prochaine : ${moment}`,
    startedBy: "Qui peut la lancer",
    roles: { viewer: "Lecture", staff: "Équipe" },
    adminsAlways: "Les administrateurs le peuvent toujours.",
    guard: "Demander avant de supprimer",
    guardHint:
      "Si plus d’enregistrements que cela devaient disparaître d’un coup, une personne est d’abord consultée.",
    guardShare: "Plus de (%)",
    guardCount: "et plus de (enregistrements)",
    lanes: "Lectures en parallèle",
    lanesHint: "Davantage va plus vite, mais sollicite plus la source.",
    pageSize: "Enregistrements par requête",
    pageSizeHint: "Moins ménage une source lente. Laissez vide pour le nombre habituel.",
    completeEvery: "Lecture complète tous les (jours)",
    review: (name, what, connection, when) => `${name} lit ${what} depuis ${connection}, ${when}.`,
    saved: "La configuration est enregistrée.",
    deleted: "La configuration est supprimée.",
    deleteTitle: (name) => `Supprimer la configuration ${name} ?`,
    deleteText:
      "Ses données ne sont plus affichées ici et sa planification prend fin. Rien ne change à la source.",
    deleteType: (name) => `Saisissez « ${name} » pour confirmer`,
    turnOn: "Activer la planification",
    turnOff: "Désactiver la planification",
    refreshNow: "Actualiser maintenant",
    everyMinutes: (n) =>
      n === 10_080
        ? "chaque semaine"
        : n === 1440
          ? "chaque jour"
          : n === 60
            ? "toutes les heures"
            : n % 1440 === 0
              ? `tous les ${n / 1440} jours`
              : n % 60 === 0
                ? `toutes les ${n / 60} heures`
                : `toutes les ${n} min`,
  },
  members: {
    title: "Membres",
    lead: "Qui peut lire, actualiser et administrer ici.",
    caption: "Membres de cet établissement, par nom",
    none: "Cet établissement n’a pas encore de membres.",
    noneLead:
      "Ajoutez la première personne ci-dessous ; un établissement a besoin d’un administrateur.",
    name: "Nom",
    email: "Adresse e-mail",
    role: "Rôle",
    roleOf: (name) => `Rôle : ${name}`,
    you: "vous",
    duties: {
      viewer: "Lit les données.",
      staff: "Lit les données, lance les actualisations, dépose des fichiers et voit l’historique.",
      admin: "Fait tout cela et gère les connexions, les configurations et les membres.",
    },
    add: "Ajouter un membre",
    addHint:
      "La personne doit déjà avoir un compte. C’est l’exploitant du service qui crée les comptes.",
    adding: "Ajout…",
    added: (name) => `${name} fait maintenant partie des membres.`,
    changed: (name, role) => `${name} a maintenant le rôle ${role}.`,
    remove: "Retirer",
    removeName: (name) => `Retirer ${name}`,
    removeTitle: (name) => `Retirer ${name} de cet établissement ?`,
    removeText:
      "La personne perd l’accès immédiatement. Son compte et tout ce qu’elle a fait restent.",
    removeSelf:
      "Vous perdez immédiatement l’accès à cet établissement. Un autre administrateur peut vous ajouter de nouveau.",
    removed: (name) => `${name} ne fait plus partie des membres.`,
    ownRoleTitle: "Modifier votre propre rôle ?",
    ownRoleText:
      "Vous ne pourrez plus administrer cet établissement. Un autre administrateur pourra rétablir votre rôle.",
  },
};
