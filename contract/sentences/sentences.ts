// Every failure of the product as a sentence: what happened, whether data changed, what to do.
import { foreignFiles } from "./foreign-files.ts";
import { invoiceFiles } from "./invoice-files.ts";
import { counted, formOf } from "../values/count.ts";
import { isolated } from "../values/isolate.ts";
import type { Locale, Text } from "../values/json.ts";
import { tableFiles } from "./table-files.ts";

/**
 * Facts are filled in where a sentence names them in braces; numbers choose their words there (see
 * `slots` below). Codes are snake_case and never change their meaning.
 */
export const sentences = {
  // The source, busy: the refresh goes on by itself.
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
  other_goes_first: {
    en: "This refresh has to wait for another system. Meanwhile “{configuration}” is being refreshed; this one goes on by itself afterwards. Its data has not changed.",
    fr: "Cette actualisation doit attendre un autre système. Entre-temps, « {configuration} » est actualisée ; celle-ci reprend ensuite d’elle-même. Ses données n’ont pas changé.",
  },
  // The source, refused: a person must act.
  sign_in_refused: {
    en: "{host} refused our sign-in. {unchanged} An administrator needs to enter the user name and password or key again.",
    fr: "{host} a refusé la connexion. {unchanged} Un administrateur doit saisir à nouveau l’identifiant et le mot de passe ou la clé.",
  },
  second_factor: {
    en: "{login} signs in to {host} with a second factor, so Odoo takes no password from other systems. Your data has not changed. Make an API key for it in Odoo (My preferences, Account security) and enter it in the connection in place of the password.",
    fr: "{login} se connecte à {host} avec un second facteur : Odoo n’accepte donc pas son mot de passe venant d’un autre système. Vos données n’ont pas changé. Créez-lui une clé d’API dans Odoo (Mes préférences, Sécurité du compte) et saisissez-la dans la connexion à la place du mot de passe.",
  },
  key_refused: {
    en: "{host} does not accept the API key for {login}: it has expired or was deleted, it is another account’s, or the account is archived. Your data has not changed. Make a new key for that account in Odoo (My preferences, Account security) and enter it in the connection.",
    fr: "{host} n’accepte pas la clé d’API pour {login} : elle a expiré ou a été supprimée, elle appartient à un autre compte, ou le compte est archivé. Vos données n’ont pas changé. Créez une nouvelle clé pour ce compte dans Odoo (Mes préférences, Sécurité du compte) et saisissez-la dans la connexion.",
  },
  key_needed: {
    en: "The JSON-2 protocol takes API keys only, and what is kept for {host} is none that it knows. Your data has not changed. Enter an API key in the connection, or choose the automatic protocol.",
    fr: "Le protocole JSON-2 n’accepte que des clés d’API, et celle enregistrée pour {host} n’en est pas une qu’il connaît. Vos données n’ont pas changé. Saisissez une clé d’API dans la connexion, ou choisissez le protocole automatique.",
  },
  key_of_another: {
    en: "The API key that is kept for {host} belongs to another account than {login}, who may see other records. Your data has not changed. Enter a key of {login} in the connection, or the user name of the account that made the key.",
    fr: "La clé d’API enregistrée pour {host} appartient à un autre compte que {login}, qui voit peut-être d’autres enregistrements. Vos données n’ont pas changé. Saisissez une clé de {login} dans la connexion, ou l’identifiant du compte qui a créé la clé.",
  },
  account_external: {
    en: "{login} is a portal account on {host}: Odoo shows it its own documents only. Your data has not changed. Enter an account of an internal user in the connection.",
    fr: "{login} est un compte portail sur {host} : Odoo ne lui montre que ses propres documents. Vos données n’ont pas changé. Saisissez un compte d’utilisateur interne dans la connexion.",
  },
  language_not_installed: {
    en: "The language {language} is not installed on {host}, so its names would come in another one. Your data has not changed. Install it there (Settings, Languages), or choose another language in the connection.",
    fr: "La langue {language} n’est pas installée sur {host} : les libellés arriveraient dans une autre. Vos données n’ont pas changé. Installez-la là-bas (Paramètres, Langues), ou choisissez une autre langue dans la connexion.",
  },
  company_not_accounts: {
    en: "The account on {host} does not belong to every company of the connection ({company}). Your data has not changed. Correct the companies in the connection, or ask the administrator of that system to allow the account there.",
    fr: "Le compte sur {host} n’appartient pas à toutes les sociétés de la connexion ({company}). Vos données n’ont pas changé. Corrigez les sociétés dans la connexion, ou demandez à l’administrateur de ce système d’y autoriser le compte.",
  },
  company_outside: {
    en: "This configuration asks for company {company}, which the connection to {host} does not read. The data kept from it has not changed. Choose one of its companies in the configuration, or ask the administrator of that system to allow the account there.",
    fr: "Cette configuration demande la société {company}, que la connexion à {host} ne lit pas. Les données déjà enregistrées n’ont pas changé. Choisissez une de ses sociétés dans la configuration, ou demandez à l’administrateur de ce système d’y autoriser le compte.",
  },
  database_unknown: {
    en: "{host} has no database named “{database}”. {unchanged} Check the name of the database in the connection.",
    fr: "{host} n’a pas de base de données nommée « {database} ». {unchanged} Vérifiez le nom de la base dans la connexion.",
  },
  rights_missing: {
    en: "The account may not read {model} on {host}. {kept} Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host}. {kept} Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  model_missing: {
    en: "{host} does not have {model}. {kept} Install the module there, or leave it out of the configuration.",
    fr: "{model} n’existe pas sur {host}. {kept} Installez le module, ou retirez-le de la configuration.",
  },
  field_missing: {
    en: "{host} does not have a field that we read from {model}: {field}. {kept} Ask for help with this configuration.",
    fr: "Un champ que nous lisons dans {model} n’existe pas sur {host} : {field}. {kept} Demandez de l’aide pour cette configuration.",
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
  secret_missing: {
    en: "No password or key is kept for {host}. {unchanged} An administrator needs to enter it.",
    fr: "Aucun mot de passe ni clé n’est enregistré pour {host}. {unchanged} Un administrateur doit le saisir.",
  },
  secret_unreadable: {
    en: "The kept password or key for {host} can no longer be opened. {unchanged} An administrator needs to enter it again.",
    fr: "Le mot de passe ou la clé enregistré pour {host} ne peut plus être lu. {unchanged} Un administrateur doit le saisir à nouveau.",
  },
  version_unsupported: {
    en: "{host} runs version {version}, which does not speak the chosen protocol. {unchanged} Choose the automatic protocol in the connection.",
    fr: "{host} utilise la version {version}, qui ne parle pas le protocole choisi. {unchanged} Choisissez le protocole automatique dans la connexion.",
  },
  request_refused: {
    en: "{host} refused our question about {model}. {kept} Ask for help with this configuration.",
    fr: "{host} a refusé notre demande sur {model}. {kept} Demandez de l’aide pour cette configuration.",
  },
  access_blocked: {
    en: "Something in front of {host} blocks our questions ({status}). {unchanged} Ask its administrator to let them through.",
    fr: "Un dispositif placé devant {host} bloque nos demandes ({status}). {unchanged} Demandez à son administrateur de les laisser passer.",
  },
  account_closed: {
    en: "{host} says that the account is locked, disabled or expired. {unchanged} Ask the administrator of that system to open it.",
    fr: "{host} indique que le compte est verrouillé, désactivé ou expiré. {unchanged} Demandez à l’administrateur de ce système de le rouvrir.",
  },
  org_unit_outside: {
    en: "The account on {host} may not see the organisation units of this configuration. {unchanged} Choose other units, or ask the administrator of that system to assign them to the account.",
    fr: "Le compte sur {host} ne voit pas les unités d’organisation de cette configuration. {unchanged} Choisissez d’autres unités, ou demandez à l’administrateur de ce système de les attribuer au compte.",
  },
  calendar_unsupported: {
    en: "{host} counts its periods by the {calendar} calendar, in which the same names are other days. Its data values are neither read nor written; what is kept has not changed. Metadata can be refreshed.",
    fr: "{host} compte ses périodes selon le calendrier {calendar}, où les mêmes noms désignent d’autres jours. Ses valeurs ne sont ni lues ni écrites ; ce qui est enregistré n’a pas changé. Les métadonnées peuvent être actualisées.",
  },
  options_not_valid: {
    en: "The options of this configuration are not right ({option}). {unchanged} An administrator needs to correct them.",
    fr: "Les options de cette configuration sont incorrectes ({option}). {unchanged} Un administrateur doit les corriger.",
  },
  application_unknown: {
    en: "{host} has no application with this id. {unchanged} Check the application id in the connection.",
    fr: "{host} n’a pas d’application avec cet identifiant. {unchanged} Vérifiez l’identifiant de l’application dans la connexion.",
  },
  date_order_unknown: {
    en: "{host} does not say whether it writes the day or the month first, and we do not guess. {unchanged} Choose in the connection how dates are written there.",
    fr: "{host} n’indique pas si le jour ou le mois s’écrit en premier, et nous ne devinons pas. {unchanged} Choisissez dans la connexion comment les dates y sont écrites.",
  },
  date_order_differs: {
    en: "{host} writes dates as {written}, not as the connection says. {unchanged} Choose {written} in the connection.",
    fr: "{host} écrit les dates comme {written}, et non comme l’indique la connexion. {unchanged} Choisissez {written} dans la connexion.",
  },
  establishment_missing: {
    en: "It is not said which school of {host} is to be read. {unchanged} An administrator needs to enter the school’s record id in the connection.",
    fr: "L’établissement à lire sur {host} n’est pas indiqué. {unchanged} Un administrateur doit saisir son identifiant dans la connexion.",
  },
  establishment_unknown: {
    en: "{host} has no school with this record id. {unchanged} Check the school’s record id in the connection.",
    fr: "{host} n’a pas d’établissement avec cet identifiant. {unchanged} Vérifiez l’identifiant de l’établissement dans la connexion.",
  },
  // The source, broken: the answer made no sense.
  source_failed: {
    en: "{host} failed while answering about {model} ({error}). We will try again a few times. {unchanged}",
    fr: "{host} a échoué en répondant sur {model} ({error}). Nous réessayons quelques fois. {unchanged}",
  },
  answer_unreadable: {
    en: "{host} gave an answer that cannot be read. We will try again a few times. {unchanged}",
    fr: "{host} a donné une réponse illisible. Nous réessayons quelques fois. {unchanged}",
  },
  filter_disobeyed: {
    en: "{host} answered about {model} with records that were not asked for. Nothing of that answer was believed. {kept} Ask its administrator whether a proxy or an extension there ignores filters.",
    fr: "{host} a répondu sur {model} avec des enregistrements qui n’étaient pas demandés. Rien de cette réponse n’a été retenu. {kept} Demandez à son administrateur si un proxy ou une extension y ignore les filtres.",
  },
  narrowing_given_up: {
    en: "So much of {model} on {host} is damaged or too large that looking for the single records was given up. {kept} Ask its administrator to look for oversized or damaged records there.",
    fr: "Une trop grande part de {model} sur {host} est endommagée ou trop volumineuse : la recherche des enregistrements en cause a été abandonnée. {kept} Demandez à son administrateur d’y chercher les enregistrements trop volumineux ou endommagés.",
  },
  answer_too_large: {
    en: "{host} gave an answer that is too large. We will ask for smaller pieces. {unchanged}",
    fr: "{host} a donné une réponse trop volumineuse. Nous demandons des parties plus petites. {unchanged}",
  },
  source_disagrees: {
    en: "The source says it has {counted|record|records} of {resource}, but lists {listed}. Nothing was removed. Try again later.",
    fr: "La source annonce {counted|enregistrement|enregistrements} de {resource} mais en liste {listed}. Rien n’a été supprimé. Réessayez plus tard.",
  },
  // The destination: what was published here stays published, whatever becomes of sending it on.
  destination_unreachable: {
    en: "{host} is not answering. What is published here stays; sending it on will be tried again by itself.",
    fr: "{host} ne répond pas. Ce qui est publié ici reste ; l’envoi sera réessayé automatiquement.",
  },
  destination_busy: {
    en: "{host} has no room for us at the moment ({state}). What is published here stays; sending it on will be tried again by itself.",
    fr: "{host} n’a pas de place pour nous en ce moment ({state}). Ce qui est publié ici reste ; l’envoi sera réessayé automatiquement.",
  },
  destination_failed: {
    en: "{host} failed while taking the data ({state}). Nothing of this part was kept there. We will try again a few times.",
    fr: "{host} a échoué en recevant les données ({state}). Rien de cette partie n’y a été enregistré. Nous réessayons quelques fois.",
  },
  destination_rights_missing: {
    en: "{user} may not create or change tables in the schema “{schema}” on {host}. Nothing was sent. Ask its administrator for CREATE and USAGE on the schema.",
    fr: "{user} n’a pas le droit de créer ou de modifier des tables dans le schéma « {schema} » sur {host}. Rien n’a été envoyé. Demandez les droits CREATE et USAGE sur le schéma.",
  },
  destination_read_only: {
    en: "{host} only lets itself be read: it may be a copy of another server. Nothing was sent. Put the address of the main server in the connection.",
    fr: "{host} est en lecture seule : c’est peut-être la copie d’un autre serveur. Rien n’a été envoyé. Indiquez l’adresse du serveur principal dans la connexion.",
  },
  tls_failed: {
    en: "No encrypted way to {host} could be made: it offers none, or its certificate is not of a known authority or not for this name. Nothing was sent, the password neither. Give the server a valid certificate, or go through Hyperdrive.",
    fr: "Impossible d’établir une liaison chiffrée avec {host} : le serveur n’en propose pas, ou son certificat n’est pas reconnu ou pas à ce nom. Rien n’a été envoyé, pas même le mot de passe. Donnez au serveur un certificat valable, ou passez par Hyperdrive.",
  },
  tls_wanted: {
    en: "{host} takes only encrypted connections. Nothing was sent. Choose encryption in the connection.",
    fr: "{host} n’accepte que les connexions chiffrées. Rien n’a été envoyé. Choisissez le chiffrement dans la connexion.",
  },
  hyperdrive_missing: {
    en: "This connection goes through Hyperdrive, but none is bound, or the connection is not one of the house. Nothing was sent. Choose the direct way, or ask the operator to bind it.",
    fr: "Cette connexion passe par Hyperdrive, mais aucun n’est lié, ou la connexion n’est pas commune. Rien n’a été envoyé. Choisissez le chemin direct, ou demandez à l’exploitant de le lier.",
  },
  column_type_differs: {
    en: "The column “{column}” of {table} on {host} holds {is}, but the data is {wanted}. Nothing of this data source was sent. Rename or change the column there, or give the connection another prefix.",
    fr: "La colonne « {column} » de {table} sur {host} contient {is}, mais la donnée est {wanted}. Rien de cette source n’a été envoyé. Renommez ou modifiez la colonne, ou donnez un autre préfixe à la connexion.",
  },
  table_not_ours: {
    en: "{table} on {host} is not a table that we made. Nothing was sent and it has not changed. Rename it, or give the connection another prefix or schema.",
    fr: "{table} sur {host} n’est pas une table que nous avons créée. Rien n’a été envoyé et elle n’a pas changé. Renommez-la, ou donnez un autre préfixe ou schéma à la connexion.",
  },
  overtaken: {
    en: "A newer refresh already sends its data to {host}, so this older one sent nothing more. What stands there is the newer data.",
    fr: "Une actualisation plus récente envoie déjà ses données à {host} : celle-ci n’a plus rien envoyé. Ce qui s’y trouve vient de la plus récente.",
  },
  // Records.
  record_refused: {
    en: "The destination did not take this record: {reason}. Its earlier state stays there. Correct it at the source; every refresh tries again.",
    fr: "La destination n’a pas accepté cet enregistrement : {reason}. Son état précédent y reste. Corrigez-le à la source ; chaque actualisation réessaie.",
  },
  record_unreadable: {
    en: "Whenever this record is part of it, the source’s answer cannot be read. It is left out until it is repaired at the source.",
    fr: "Dès que cet enregistrement en fait partie, la réponse de la source est illisible. Il est laissé de côté tant qu’il n’est pas réparé à la source.",
  },
  record_too_large: {
    en: "This record is too large to be kept ({size}). It is left out until it is made smaller at the source.",
    fr: "Cet enregistrement est trop volumineux ({size}). Il est laissé de côté tant qu’il n’est pas réduit à la source.",
  },
  record_without_id: {
    en: "A record came without its number and was left out.",
    fr: "Un enregistrement est arrivé sans son numéro et a été laissé de côté.",
  },
  field_unreadable: {
    en: "The value of “{field}” cannot be read ({value}). Correct it at the source; the next refresh takes it.",
    fr: "La valeur de « {field} » est illisible ({value}). Corrigez-la à la source ; la prochaine actualisation la prendra.",
  },
  number_too_long: {
    en: "“{field}” holds a number with more figures than can be kept without rounding ({value}). Nothing was rounded: the record is left out until the number is shorter at the source.",
    fr: "« {field} » contient un nombre qui a plus de chiffres qu’on n’en peut garder sans arrondir ({value}). Rien n’a été arrondi : l’enregistrement est laissé de côté tant que le nombre n’est pas plus court à la source.",
  },
  field_not_shown: {
    en: "The record came without its field “{field}”. Look at it at the source; the next refresh takes it.",
    fr: "L’enregistrement est arrivé sans son champ « {field} ». Vérifiez-le à la source ; la prochaine actualisation le prendra.",
  },
  score_out_of_range: {
    en: "The score in “{field}” is {value}, which is not between 0 and 10. Correct it at the source; the next refresh takes it.",
    fr: "Le score de « {field} » est {value}, hors de l’intervalle de 0 à 10. Corrigez-le à la source ; la prochaine actualisation le prendra.",
  },
  rate_missing: {
    en: "The exchange rate to {currency} is missing or zero, so the amount cannot be converted. Enter the rate in Odoo.",
    fr: "Le taux de change vers {currency} est absent ou nul : le montant ne peut pas être converti. Saisissez le taux dans Odoo.",
  },
  record_stops_reading: {
    en: "This record stops our reading each time and was left out.",
    fr: "Cet enregistrement interrompt la lecture à chaque fois et a été laissé de côté.",
  },
  origins_collide: {
    en: "{origin} and {others} have the same key here ({id}), and only one record can be kept under it. None of them is used; what was kept under it before stays. Make them different at the source; the next refresh takes them.",
    fr: "{origin} et {others} ont ici la même clé ({id}), sous laquelle un seul enregistrement peut être conservé. Aucun n’est utilisé ; ce qui était conservé sous cette clé reste. Distinguez-les à la source ; la prochaine actualisation les prendra.",
  },
  record_contradicts: {
    en: "Record {id} came {count} times in one answer, each time with other content, and nothing says which is right. None of them is used; what was kept before stays. Correct it at the source; the next refresh takes it.",
    fr: "L’enregistrement {id} est arrivé {count} fois dans une même réponse, chaque fois avec un autre contenu, et rien n’indique lequel est le bon. Aucun n’est utilisé ; ce qui était conservé auparavant reste. Corrigez-le à la source ; la prochaine actualisation le prendra.",
  },
  document_conflicts: {
    en: "Document {id} has come again with other content. The one that came first is kept. Check which of the two is right, and delete the file of the wrong one.",
    fr: "Le document {id} est revenu avec un autre contenu. Celui qui est arrivé en premier est conservé. Vérifiez lequel est le bon et supprimez le fichier de l’autre.",
  },
  // Destinations.
  writing_rights_missing: {
    en: "The account may not write {model} on {host}. Nothing was sent; your data here is up to date. Ask the administrator of that system for the right to write it.",
    fr: "Le compte n’a pas le droit d’écrire {model} sur {host}. Rien n’a été envoyé ; vos données ici sont à jour. Demandez ce droit d’écriture à l’administrateur de ce système.",
  },
  destination_unsuited: {
    en: "{host} cannot take this kind of data ({template}). Nothing was sent; your data here is up to date. Choose another destination for this configuration.",
    fr: "{host} ne peut pas recevoir ce type de données ({template}). Rien n’a été envoyé ; vos données ici sont à jour. Choisissez une autre destination pour cette configuration.",
  },
  object_refused: {
    en: "{host} did not take “{object}”: {reason}. It is sent again by the next refresh; correct it there or at the source.",
    fr: "{host} n’a pas accepté « {object} » : {reason}. L’envoi sera répété à la prochaine actualisation ; corrigez-le là-bas ou à la source.",
  },
  object_fails_there: {
    en: "{host} fails without a word whenever “{object}” is sent to it, so it was left out; everything else was sent. Have it looked at there, or correct the object at the source; every refresh tries again.",
    fr: "{host} échoue sans un mot dès que « {object} » lui est envoyé ; il a été laissé de côté et tout le reste a été envoyé. Faites-le examiner là-bas, ou corrigez l’objet à la source ; chaque actualisation réessaie.",
  },
  zero_not_kept: {
    en: "{host} keeps no zeros for the data element “{reason}”: the zero of “{object}” was left out there without a word. Where a zero is to count, switch on “Store zero data values” for that data element; every refresh tries again.",
    fr: "{host} ne garde pas les zéros de l’élément de données « {reason} » : le zéro de « {object} » y a été laissé de côté sans un mot. Si un zéro doit compter, activez « Stocker les zéros » pour cet élément de données ; chaque actualisation réessaie.",
  },
  object_incomplete: {
    en: "“{object}” is on {host}, but not all of it: {reason}. It is sent again by the next refresh; bring there what is missing, or correct it at the source.",
    fr: "« {object} » est sur {host}, mais pas en entier : {reason}. L’envoi sera répété à la prochaine actualisation ; ajoutez-y ce qui manque, ou corrigez l’objet à la source.",
  },
  object_kept: {
    en: "“{object}” is gone at the source and was left on {host}. Delete it there, or let the configuration delete such objects.",
    fr: "« {object} » a disparu à la source et a été laissé sur {host}. Supprimez-le là-bas, ou laissez la configuration supprimer ces objets.",
  },
  option_combo_missing: {
    en: "{host} has no category option combination for “{object}” ({reason}). The value was not sent. Send the category combinations first and let that system build them.",
    fr: "{host} n’a pas de combinaison d’options de catégorie pour « {object} » ({reason}). La valeur n’a pas été envoyée. Envoyez d’abord les combinaisons de catégories et laissez ce système les construire.",
  },
  option_combo_ambiguous: {
    en: "{host} has several category option combinations for “{object}” with the same options ({reason}), so it is not clear which one is meant. The value was not sent. Ask the administrator of that system to merge them.",
    fr: "{host} a plusieurs combinaisons d’options de catégorie pour « {object} » avec les mêmes options ({reason}) : rien n’indique laquelle est la bonne. La valeur n’a pas été envoyée. Demandez à l’administrateur de ce système de les fusionner.",
  },
  value_collides: {
    en: "“{object}” and another value would become one and the same value on {host} ({reason}). Neither was sent. Correct the option combinations at the source; every refresh tries again.",
    fr: "« {object} » et une autre valeur ne feraient plus qu’une sur {host} ({reason}). Aucune n’a été envoyée. Corrigez les combinaisons d’options à la source ; chaque actualisation réessaie.",
  },
  element_without_data_set: {
    en: "The data element of “{object}” ({reason}) is in no data set of {host}, which takes values by data set only. The value was not sent. Add the data element to a data set there.",
    fr: "L’élément de données de « {object} » ({reason}) n’est dans aucun ensemble de données de {host}, qui n’accepte les valeurs que par ensemble de données. La valeur n’a pas été envoyée. Ajoutez-y l’élément à un ensemble de données.",
  },
  object_combo_missing: {
    en: "“{object}” was not sent to {host}: it names a category option combination that is not there, or not only once ({reference}). Send the category combinations first; every refresh tries again.",
    fr: "« {object} » n’a pas été envoyé à {host} : il désigne une combinaison d’options de catégorie qui n’y est pas, ou pas une seule fois ({reference}). Envoyez d’abord les combinaisons de catégories ; chaque actualisation réessaie.",
  },
  reference_missing: {
    en: "“{object}” was not sent to {host}: one of its expressions, or its form, names {reference}, which is not there. Bring it there first; every refresh tries again.",
    fr: "« {object} » n’a pas été envoyé à {host} : une de ses expressions, ou son formulaire, désigne {reference}, qui n’y est pas. Ajoutez-le d’abord là-bas ; chaque actualisation réessaie.",
  },
  option_combos_not_made: {
    en: "“{object}” arrived on {host}, but {missing} of its category option combinations do not exist there, although that system was asked to make them. Values that need them are not sent. Run “Update category option combinations” in its Data Administration; every refresh looks again.",
    fr: "« {object} » est arrivé sur {host}, mais {missing} de ses combinaisons d’options de catégorie n’y existent pas, bien que ce système ait été prié de les créer. Les valeurs qui en dépendent ne sont pas envoyées. Lancez « Mettre à jour les combinaisons d’options de catégorie » dans son administration des données ; chaque actualisation vérifie à nouveau.",
  },
  option_combos_not_allowed: {
    en: "“{object}” arrived on {host}, but {missing} of its category option combinations do not exist there, and the account may not have them made. Ask its administrator to run “Update category option combinations” in Data Administration, or to give the account F_PERFORM_MAINTENANCE; every refresh looks again.",
    fr: "« {object} » est arrivé sur {host}, mais {missing} de ses combinaisons d’options de catégorie n’y existent pas, et le compte n’a pas le droit de les faire créer. Demandez à son administrateur de lancer « Mettre à jour les combinaisons d’options de catégorie » dans l’administration des données, ou de donner F_PERFORM_MAINTENANCE au compte ; chaque actualisation vérifie à nouveau.",
  },
  // Files of supplier invoices. `place` is the segment and the line.
  file_empty: {
    en: "{file} is empty. Nothing of it was used; your data has not changed. Ask the supplier to send it again.",
    fr: "{file} est vide. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de le renvoyer.",
  },
  file_unknown: {
    en: "We do not recognise {file}: it is no EDIFACT, no BBGR file, no table and none of the other formats that we know by name. Nothing of it was used; your data has not changed. Ask the supplier for EDIFACT or CSV.",
    fr: "Nous ne reconnaissons pas {file} : ce n’est ni de l’EDIFACT, ni un fichier BBGR, ni un tableau, ni un autre format que nous savons nommer. Rien n’en a été utilisé ; vos données n’ont pas changé. Demandez au fournisseur de l’EDIFACT ou du CSV.",
  },
  ...foreignFiles,
  ...tableFiles,
  ...invoiceFiles,
  file_unavailable: {
    en: "{file} could not be read to its end just now. We will try again by ourselves; your data has not changed.",
    fr: "{file} n’a pas pu être lu jusqu’au bout à l’instant. Nous réessayons automatiquement ; vos données n’ont pas changé.",
  },
  edi_no_envelope: {
    en: "{file} does not open as an EDIFACT file should: {tag} stands before any UNB ({place}). Nothing of it was used. Ask the supplier for the whole file.",
    fr: "{file} ne commence pas comme un fichier EDIFACT : {tag} se trouve avant tout UNB ({place}). Rien n’en a été utilisé. Demandez le fichier complet au fournisseur.",
  },
  edi_outside_message: {
    en: "In {file}, {tag} stands outside any message: a UNH is missing ({place}). Nothing of the file was used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} se trouve hors de tout message : il manque un UNH ({place}). Rien du fichier n’a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_nesting: {
    en: "In {file}, {tag} stands where it may not: something before it was not closed ({place}). Nothing of the file was used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} est mal placé : ce qui précède n’a pas été fermé ({place}). Rien du fichier n’a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_trailer_missing: {
    en: "{file} is cut off: its {trailer} is missing ({place}). Nothing of it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué : il manque son {trailer} ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_segment_too_long: {
    en: "{file} holds a segment that does not end ({place}). Nothing of it was used. Ask the supplier for a correct one.",
    fr: "{file} contient un segment sans fin ({place}). Rien n’en a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_too_many_elements: {
    en: "{file} holds a segment with more elements than any can have ({place}). Nothing of it was used. Ask the supplier for a correct one.",
    fr: "{file} contient un segment avec trop d’éléments ({place}). Rien n’en a été utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_release_at_end: {
    en: "{file} is cut off in the middle of a text ({place}). Nothing of it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué au milieu d’un texte ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_segment_unfinished: {
    en: "{file} is cut off in the middle of a segment ({place}). Nothing of it was used. Ask the supplier to send it again.",
    fr: "{file} est tronqué au milieu d’un segment ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  edi_count_wrong: {
    en: "In {file}, {trailer} announces {said} and there are {found} ({place}). The file is used all the same. Tell the supplier.",
    fr: "Dans {file}, {trailer} en annonce {said} et il y en a {found} ({place}). Le fichier est utilisé quand même. Signalez-le au fournisseur.",
  },
  edi_reference_differs: {
    en: "In {file}, {trailer} names {said} instead of {expected} ({place}). The file is used all the same. Tell the supplier.",
    fr: "Dans {file}, {trailer} cite {said} au lieu de {expected} ({place}). Le fichier est utilisé quand même. Signalez-le au fournisseur.",
  },
  edi_advice_invalid: {
    en: "The UNA of {file} is not valid ({place}). The usual characters were taken and the file is used. Tell the supplier.",
    fr: "L’UNA de {file} n’est pas valable ({place}). Les caractères habituels ont été retenus et le fichier est utilisé. Signalez-le au fournisseur.",
  },
  edi_letters_unpromised: {
    en: "{file} holds letters that its character set {syntax} does not have ({place}). They were read as well as possible and the file is used. Look at the names.",
    fr: "{file} contient des lettres absentes de son jeu de caractères {syntax} ({place}). Elles ont été lues au mieux et le fichier est utilisé. Vérifiez les noms.",
  },
  edi_no_message: {
    en: "{file} holds an interchange without any message ({place}). There was nothing to use; your data has not changed.",
    fr: "{file} contient un échange sans aucun message ({place}). Il n’y avait rien à utiliser ; vos données n’ont pas changé.",
  },
  edi_message_unread: {
    en: "{file} holds a message of the kind {message} ({place}), which we do not read. It is left out; the invoices of the file are used.",
    fr: "{file} contient un message de type {message} ({place}), que nous ne lisons pas. Il est écarté ; les factures du fichier sont utilisées.",
  },
  edi_test: {
    en: "{file} is marked as a test ({place}). Its documents are recognised and never used. Ask the supplier for the real file when it is one.",
    fr: "{file} est marqué comme test ({place}). Ses documents sont reconnus et jamais utilisés. Demandez le vrai fichier au fournisseur le moment venu.",
  },
  edi_tag_unknown: {
    en: "In {file}, “{tag}” is no segment, perhaps after an apostrophe that was not released ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, « {tag} » n’est pas un segment, peut-être après une apostrophe non protégée ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_control_character: {
    en: "In {file}, a {tag} segment holds characters that no text has ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, un segment {tag} contient des caractères interdits dans un texte ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_repeated_too_often: {
    en: "In {file}, {tag} comes more than {most} times in a row ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} est répété plus de {most} fois de suite ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_out_of_order: {
    en: "In {file}, {tag} stands where it may not ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, {tag} n’est pas à sa place ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_segment_missing: {
    en: "In {file}, a message has no {tag} ({place}). The document is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, un message n’a pas de {tag} ({place}). Le document est écarté ; le reste du fichier est utilisé. Demandez-en un correct au fournisseur.",
  },
  edi_party_without_list: {
    en: "In {file}, the code of {party} does not say whose list it comes from ({place}). The document is used all the same.",
    fr: "Dans {file}, le code de {party} ne dit pas de quelle liste il vient ({place}). Le document est utilisé quand même.",
  },
  csv_too_large: {
    en: "{file} is larger than a table may be. Nothing of it was used. Cut it into several files.",
    fr: "{file} est plus grand que ne peut l’être un tableau. Rien n’en a été utilisé. Découpez-le en plusieurs fichiers.",
  },
  csv_row_too_long: {
    en: "{file} holds a row that does not end ({place}), perhaps after a quote that was not closed. Nothing of it was used. Correct the file and bring it again.",
    fr: "{file} contient une ligne sans fin ({place}), peut-être après un guillemet non fermé. Rien n’en a été utilisé. Corrigez le fichier et déposez-le à nouveau.",
  },
  csv_too_many_columns: {
    en: "{file} holds a row with too many columns ({place}). Nothing of it was used. Check the delimiter of its table.",
    fr: "{file} contient une ligne avec trop de colonnes ({place}). Rien n’en a été utilisé. Vérifiez le séparateur de son tableau.",
  },
  csv_cell_too_long: {
    en: "{file} holds a cell that is too long ({place}). Nothing of it was used. Correct the file and bring it again.",
    fr: "{file} contient une cellule trop longue ({place}). Rien n’en a été utilisé. Corrigez le fichier et déposez-le à nouveau.",
  },
  csv_quote_open: {
    en: "{file} ends inside a quote ({place}). Nothing of it was used. Ask the supplier to send it again.",
    fr: "{file} se termine au milieu d’un guillemet ({place}). Rien n’en a été utilisé. Demandez au fournisseur de le renvoyer.",
  },
  csv_quote_stray: {
    en: "{file} holds a quote where none may stand ({place}). Nothing of it was used. Correct the file and bring it again.",
    fr: "{file} contient un guillemet mal placé ({place}). Rien n’en a été utilisé. Corrigez le fichier et déposez-le à nouveau.",
  },
  csv_too_many_rows: {
    en: "{file} has more than {most} rows. Nothing of it was used. Cut it into several files.",
    fr: "{file} a plus de {most} lignes. Rien n’en a été utilisé. Découpez-le en plusieurs fichiers.",
  },
  csv_line_before_header: {
    en: "{file} holds a line before any header of an invoice ({place}). Nothing of it was used. Ask the supplier for the whole file.",
    fr: "{file} contient une ligne avant tout en-tête de facture ({place}). Rien n’en a été utilisé. Demandez le fichier complet au fournisseur.",
  },
  csv_record_unknown: {
    en: "{file} holds a record of an unknown kind, “{record}” ({place}). The invoice above it is left out; where there is none, nothing of the file is used. Ask the supplier for a correct one.",
    fr: "{file} contient un enregistrement de type inconnu, « {record} » ({place}). La facture qui le précède est écartée ; s’il n’y en a pas, rien du fichier n’est utilisé. Demandez-en un correct au fournisseur.",
  },
  csv_letters_unpromised: {
    en: "{file} should be UTF-8 and is not. It was read as Windows-1252 and is used. Look at the names.",
    fr: "{file} devrait être en UTF-8 et ne l’est pas. Il a été lu en Windows-1252 et est utilisé. Vérifiez les noms.",
  },
  invoice_number_missing: {
    en: "In {file}, an invoice has no number ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, une facture n’a pas de numéro ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_number_too_long: {
    en: "In {file}, “{number}” is too long for a number or a code ({place}). The invoice is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Dans {file}, « {number} » est trop long pour un numéro ou un code ({place}). La facture est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_type_refused: {
    en: "{number} in {file} is of type {type}; only invoices (such as 380) and credit notes (such as 381) are used ({place}). It is left out; the rest of the file is used.",
    fr: "{number} dans {file} est de type {type} ; seules les factures (comme 380) et les avoirs (comme 381) sont utilisés ({place}). Ce document est écarté ; le reste du fichier est utilisé.",
  },
  invoice_function_refused: {
    en: "{number} in {file} is not a new invoice: its sender marked it {function} (1 cancels, 3 deletes, 4 changes, 5 replaces, 7 and 31 are copies) ({place}). It is left out; the rest of the file is used. Compare it with the invoice that it is about.",
    fr: "{number} dans {file} n’est pas une nouvelle facture : son expéditeur l’a marquée {function} (1 annule, 3 supprime, 4 modifie, 5 remplace, 7 et 31 sont des copies) ({place}). Elle est écartée ; le reste du fichier est utilisé. Comparez-la à la facture qu’elle concerne.",
  },
  invoice_code_refused: {
    en: "Invoice {number} in {file}: the code {code} in {tag} changes what the invoice means, and we do not know how ({place}). It is left out; the rest of the file is used. Ask the supplier for an invoice without it.",
    fr: "Facture {number} dans {file} : le code {code} dans {tag} change le sens de la facture, et nous ne savons pas comment ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur une facture sans ce code.",
  },
  invoice_corrects_another: {
    en: "Invoice {number} in {file} corrects an earlier one ({place}). It is used. Check that the earlier one has been credited or withdrawn.",
    fr: "La facture {number} dans {file} en rectifie une précédente ({place}). Elle est utilisée. Vérifiez que la précédente a fait l’objet d’un avoir ou d’une annulation.",
  },
  invoice_currency_mixed: {
    en: "Invoice {number} in {file} is in {currency}, but an amount of it is in {other} ({place}). It is left out; the rest of the file is used. Ask the supplier for one in a single currency.",
    fr: "La facture {number} dans {file} est en {currency}, mais l’un de ses montants est en {other} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une dans une seule devise au fournisseur.",
  },
  invoice_total_missing: {
    en: "Invoice {number} in {file} states no total, and not enough to work it out ({place}). It is left out; the rest of the file is used. Ask the supplier for a complete one.",
    fr: "La facture {number} dans {file} n’indique pas de total, ni de quoi le calculer ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une complète au fournisseur.",
  },
  invoice_total_adjusted: {
    en: "Invoice {number} in {file}: the total {said} is net and tax with {difference} for rounding ({place}). It is used with this total.",
    fr: "Facture {number} dans {file} : le total {said} est le HT et la taxe avec {difference} d’arrondi ({place}). Elle est utilisée avec ce total.",
  },
  invoice_amount_unread: {
    en: "Invoice {number} in {file} states {value} under the code {code}, which we do not know ({place}). Its total adds up without it, and it is used. Check what the amount is.",
    fr: "La facture {number} dans {file} indique {value} sous le code {code}, que nous ne connaissons pas ({place}). Son total est juste sans ce montant et elle est utilisée. Vérifiez ce qu’il représente.",
  },
  invoice_date_shortened: {
    en: "Invoice {number} in {file}: a date is written {value} ({place}). The day {day} was taken. Check that it is right.",
    fr: "Facture {number} dans {file} : une date est écrite {value} ({place}). Le jour retenu est le {day}. Vérifiez qu’il est juste.",
  },
  edi_number_ambiguous: {
    en: "Invoice {number} in {file}: {field} holds {value}, which can be read in two ways, as the file says that “{mark}” is its decimal mark ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : {field} contient {value}, qui peut se lire de deux façons, car le fichier annonce « {mark} » comme séparateur décimal ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_date_missing: {
    en: "Invoice {number} in {file} has no date ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "La facture {number} dans {file} n’a pas de date ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_date_zero: {
    en: "Invoice {number} in {file} comes without a date ({place}). It is used without one. Ask the supplier for the date.",
    fr: "La facture {number} dans {file} arrive sans date ({place}). Elle est utilisée sans date. Demandez la date au fournisseur.",
  },
  invoice_date_left_out: {
    en: "In {file}, a date that decides nothing cannot be read: {value} ({place}). It is left empty; the document is used.",
    fr: "Dans {file}, une date accessoire est illisible : {value} ({place}). Elle est laissée vide ; le document est utilisé.",
  },
  invoice_value_unreadable: {
    en: "Invoice {number} in {file}: {field} cannot be read, “{value}” ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : {field} est illisible, « {value} » ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_supplier_missing: {
    en: "Invoice {number} in {file} does not say whose it is ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "La facture {number} dans {file} ne dit pas de qui elle vient ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_supplier_assumed: {
    en: "In {file}, an invoice names no supplier ({place}). The sender of the file, {sender}, was taken. Check that it is right.",
    fr: "Dans {file}, une facture ne nomme pas de fournisseur ({place}). L’expéditeur du fichier, {sender}, a été retenu. Vérifiez que c’est le bon.",
  },
  invoice_empty: {
    en: "Invoice {number} in {file} has no line and no charge ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "La facture {number} dans {file} n’a ni ligne ni frais ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_currency_missing: {
    en: "Invoice {number} in {file} names no currency ({place}). It is used without one. Check its amounts.",
    fr: "La facture {number} dans {file} n’indique pas de devise ({place}). Elle est utilisée sans devise. Vérifiez ses montants.",
  },
  invoice_net_mismatch: {
    en: "Invoice {number} in {file}: lines and charges add up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : lignes et frais totalisent {found}, mais elle annonce {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_tax_mismatch: {
    en: "Invoice {number} in {file}: the VAT of its rates adds up to {found}, but it says {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : la TVA par taux totalise {found}, mais elle annonce {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_total_mismatch: {
    en: "Invoice {number} in {file}: net and VAT make {found}, but its total is {said} ({place}). It is left out; the rest of the file is used. Ask the supplier for a correct one.",
    fr: "Facture {number} dans {file} : HT et TVA font {found}, mais son total est {said} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez-en une correcte au fournisseur.",
  },
  invoice_rate_mismatch: {
    en: "Invoice {number} in {file}: the VAT {said} is not {rate} % of its base ({place}). It is used all the same. Check the VAT.",
    fr: "Facture {number} dans {file} : la TVA {said} ne correspond pas à {rate} % de sa base ({place}). Elle est utilisée quand même. Vérifiez la TVA.",
  },
  invoice_total_unchecked: {
    en: "Invoice {number} in {file} states no net amount, so that its total cannot be checked ({place}). It is used all the same. Check it.",
    fr: "La facture {number} dans {file} n’indique pas de montant HT : son total n’a pas pu être vérifié ({place}). Elle est utilisée quand même. Vérifiez-la.",
  },
  invoice_line_without_amount: {
    en: "Invoice {number} in {file}: line {row} has no amount ({place}). It counts as nothing; the sums of the invoice agree.",
    fr: "Facture {number} dans {file} : la ligne {row} n’a pas de montant ({place}). Elle compte pour zéro ; les totaux de la facture concordent.",
  },
  invoice_line_count: {
    en: "Invoice {number} in {file} announces {said|line|lines} and has {found} ({place}). Its amounts agree and it is used. Tell the supplier.",
    fr: "La facture {number} dans {file} annonce {said|ligne|lignes} et en a {found} ({place}). Ses montants concordent et elle est utilisée. Signalez-le au fournisseur.",
  },
  invoice_too_many_lines: {
    en: "Invoice {number} in {file} has more than {most} lines ({place}). It is left out; the rest of the file is used. Ask the supplier to split it.",
    fr: "La facture {number} dans {file} a plus de {most} lignes ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur de la diviser.",
  },
  invoice_too_long: {
    en: "Invoice {number} in {file} is longer than {most} ({place}). It is left out; the rest of the file is used. Ask the supplier to split it.",
    fr: "La facture {number} dans {file} dépasse {most} ({place}). Elle est écartée ; le reste du fichier est utilisé. Demandez au fournisseur de la diviser.",
  },
  invoice_repeated: {
    en: "Invoice {number} stands twice in {file}, with the same content ({place}). It is used once.",
    fr: "La facture {number} figure deux fois dans {file}, avec le même contenu ({place}). Elle est utilisée une seule fois.",
  },
  invoice_number_reused: {
    en: "Invoice {number} stands twice in {file}, with different content ({place}). The first one is used, this one is left out. Ask the supplier which is right.",
    fr: "La facture {number} figure deux fois dans {file}, avec un contenu différent ({place}). La première est utilisée, celle-ci est écartée. Demandez au fournisseur laquelle est la bonne.",
  },
  // What was tried several times and given up: whose answers, what was wrong with them, who mends
  // it.
  given_up_page: {
    en: "{host} answered with a web page, a sign-in page perhaps, instead of data, several times. {hole} Ask the administrator of that system what answers there, then use “Try again”.",
    fr: "{host} a répondu plusieurs fois par une page web, peut-être une page de connexion, au lieu de données. {hole} Demandez à l’administrateur de ce système ce qui répond à cette adresse, puis utilisez « Réessayer ».",
  },
  given_up_unreadable: {
    en: "{host} gave answers that cannot be read, several times. {hole} Use “Try again”; if it fails again, ask the administrator of that system what changes or cuts its answers.",
    fr: "{host} a donné plusieurs fois des réponses illisibles. {hole} Utilisez « Réessayer » ; si l’échec se répète, demandez à l’administrateur de ce système ce qui modifie ou coupe ses réponses.",
  },
  given_up_too_large: {
    en: "{host} gave answers that are too large, in the smallest pieces too. {hole} Ask the administrator of that system to look for oversized records there.",
    fr: "{host} a donné des réponses trop volumineuses, même en petites parties. {hole} Demandez à l’administrateur de ce système d’y chercher les enregistrements trop volumineux.",
  },
  given_up_server_error: {
    en: "{host} had an error of its own at every try. {hole} Use “Try again” later; if it fails again, ask the administrator of that system to look at its error log.",
    fr: "{host} a rencontré une erreur interne à chaque essai. {hole} Utilisez « Réessayer » plus tard ; si l’échec se répète, demandez à l’administrateur de ce système de consulter son journal d’erreurs.",
  },
  given_up_failed: {
    en: "{host} failed at every try while answering about {model} ({error}). {hole} Ask the administrator of that system to look at its error log, then use “Try again”.",
    fr: "{host} a échoué à chaque essai en répondant sur {model} ({error}). {hole} Demandez à l’administrateur de ce système de consulter son journal d’erreurs, puis utilisez « Réessayer ».",
  },
  given_up_silent: {
    en: "{host} did not answer in time, at any try. {hole} Use “Try again” later; if it fails again, ask the administrator of that system whether it can be reached.",
    fr: "{host} n’a répondu à temps à aucun essai. {hole} Utilisez « Réessayer » plus tard ; si l’échec se répète, demandez à l’administrateur de ce système s’il est joignable.",
  },
  given_up_taking: {
    en: "{host} failed at every try while taking the data ({state}). {hole} Ask the administrator of that system to look at its log, then use “Try again”.",
    fr: "{host} a échoué à chaque essai en recevant les données ({state}). {hole} Demandez à l’administrateur de ce système de consulter son journal, puis utilisez « Réessayer ».",
  },
  given_up_working: {
    en: "The destination was still working on what we had sent when we stopped waiting. {hole} Look there whether it is done, then use “Try again”.",
    fr: "La destination traitait encore ce que nous avions envoyé quand nous avons cessé d’attendre. {hole} Vérifiez là-bas si elle a fini, puis utilisez « Réessayer ».",
  },
  given_up_file: {
    en: "{file} could not be read to its end, at any try. A part of {resource} is missing; its earlier data is kept. Use “Try again”; if it fails again, bring the file once more.",
    fr: "{file} n’a pu être lu jusqu’au bout à aucun essai. Une partie de {resource} manque ; ses données précédentes sont conservées. Utilisez « Réessayer » ; si l’échec se répète, déposez à nouveau le fichier.",
  },
  // A connection that somebody tries out: nothing goes on by itself, the person tries again.
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
  // Runs.
  batch_given_up: {
    en: "A part of {resource} could not be read after several tries. Its earlier data is kept. Use “Try again”.",
    fr: "Une partie de {resource} n’a pas pu être lue après plusieurs essais. Ses données précédentes sont conservées. Utilisez « Réessayer ».",
  },
  waited_too_long: {
    en: "{host} kept us waiting for too long, so we stopped. {unchanged} Try again later.",
    fr: "{host} nous a fait attendre trop longtemps : nous avons arrêté. {unchanged} Réessayez plus tard.",
  },
  records_rejected: {
    en: "{count|record|records} of {resource} could not be used. {count?It is listed with its reason|They are listed with their reasons}.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?n’a pas pu être utilisé|n’ont pas pu être utilisés}. {count?Il est listé avec sa raison|Ils sont listés avec leur raison}.",
  },
  records_still_rejected: {
    en: "{count|record|records} of {resource} can still not be used, as in an earlier refresh. {count?It stays listed until it is put right at the source, or its|They stay listed until they are put right at the source, or their} file is deleted.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?reste inutilisable|restent inutilisables}, comme lors d’une actualisation précédente. {count?Il reste listé jusqu’à sa|Ils restent listés jusqu’à leur} correction à la source ou la suppression de {count?son|leur} fichier.",
  },
  file_warned: {
    en: "{file} is used, with {warnings|warning|warnings} (the first one at {place}). The file says what to check.",
    fr: "{file} est utilisé, avec {warnings|avertissement|avertissements} (le premier à : {place}). Le fichier indique ce qu’il faut vérifier.",
  },
  files_warned: {
    en: "{count|file is|files are} used with warnings. Each file says what to check: they are marked in the list of files.",
    fr: "{count|fichier est utilisé|fichiers sont utilisés} avec des avertissements. Chaque fichier indique ce qu’il faut vérifier : ils sont signalés dans la liste des fichiers.",
  },
  destination_differs: {
    en: "{table} on {host} no longer holds what was sent to it ({found|row|rows} instead of {expected}): it may have been emptied or restored from a copy. Nothing more was sent, and the data here is up to date. “Send everything again” puts it right.",
    fr: "{table} sur {host} ne contient plus ce qui y a été envoyé ({found|ligne|lignes} au lieu de {expected}) : elle a peut-être été vidée ou restaurée depuis une copie. Rien d’autre n’a été envoyé, et les données ici sont à jour. « Tout renvoyer » remet tout en ordre.",
  },
  destination_older: {
    en: "{table} on {host} holds as many rows as were sent to it, and they are not the ones that were written last: it may have been restored from an older copy. Nothing more was sent, and the data here is up to date. “Send everything again” puts it right.",
    fr: "{table} sur {host} contient autant de lignes qu’il en a été envoyé, mais ce ne sont pas les dernières écrites : elle a peut-être été restaurée depuis une copie plus ancienne. Rien d’autre n’a été envoyé, et les données ici sont à jour. « Tout renvoyer » remet tout en ordre.",
  },
  column_gone: {
    en: "{table} on {host} no longer has the column {column}, which was filled before: somebody has dropped or renamed it. Nothing more was sent, and the data here is up to date. “Send everything again” makes the column anew and fills it.",
    fr: "{table} sur {host} n’a plus la colonne {column}, qui avait été remplie : quelqu’un l’a supprimée ou renommée. Rien d’autre n’a été envoyé, et les données ici sont à jour. « Tout renvoyer » recrée la colonne et la remplit.",
  },
  table_of_another: {
    en: "{table} on {host} was made for other data, or brought there by somebody. Nothing was sent and it has not changed. Rename it, or give the connection another prefix or schema.",
    fr: "{table} sur {host} a été créée pour d’autres données, ou y a été placée par quelqu’un. Rien n’a été envoyé et elle n’a pas changé. Renommez-la, ou donnez un autre préfixe ou schéma à la connexion.",
  },
  nothing_to_send: {
    en: "There is nothing to send: this configuration has no destination, or nothing of it is published yet, or all of it has arrived.",
    fr: "Il n’y a rien à envoyer : cette configuration n’a pas de destination, rien n’en est encore publié, ou tout est arrivé.",
  },
  destination_working: {
    en: "The destination is still working on what we have sent. The refresh goes on by itself; the data here is up to date.",
    fr: "La destination traite encore ce que nous avons envoyé. L’actualisation reprend d’elle-même ; les données ici sont à jour.",
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
  records_missing: {
    en: "{count|record|records} of {resource} {count?is|are} at the source but could not be read. The rest is up to date.",
    fr: "{count|enregistrement|enregistrements} de {resource} {count?existe à la source mais n’a pas pu être lu|existent à la source mais n’ont pas pu être lus}. Le reste est à jour.",
  },
  names_unchecked: {
    en: "The account may not read {model} on {host}, so names from there may have changed since they were read. The rest is up to date, and a complete refresh reads those names anew. Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host} : des noms qui en viennent ont pu changer depuis leur lecture. Le reste est à jour, et une actualisation complète relit ces noms. Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  names_hidden: {
    en: "The account may not read {model} on {host}, so numbers stand in place of its names. The rest is up to date. Ask the administrator of that system for the right to read it.",
    fr: "Le compte n’a pas le droit de lire {model} sur {host} : des numéros tiennent lieu de noms. Le reste est à jour. Demandez ce droit de lecture à l’administrateur de ce système.",
  },
  removals_held: {
    en: "{vanishing} of {of|record|records} of {resource} {vanishing?has|have} disappeared at the source. Nothing was removed; an administrator of this establishment can say whether this is expected.",
    fr: "{vanishing|enregistrement|enregistrements} sur {of} de {resource} {vanishing?a disparu|ont disparu} à la source. Rien n’a été supprimé. Est-ce normal ?",
  },
  changed_meanwhile: {
    en: "{count|record|records} changed at the source while we were reading. The next refresh takes {count?it|them}.",
    fr: "{count|enregistrement a|enregistrements ont} changé à la source pendant la lecture. La prochaine actualisation {count?le|les} prendra.",
  },
  run_lost: {
    en: "Something went wrong on our side. Your data has not changed. Start the refresh again.",
    fr: "Un problème est survenu de notre côté. Vos données n’ont pas changé. Relancez l’actualisation.",
  },
  service_restarting: {
    en: "A part of our service is starting again. Your data has not changed. The refresh goes on by itself in a moment.",
    fr: "Une partie de notre service redémarre. Vos données n’ont pas changé. L’actualisation reprend d’elle-même dans un instant.",
  },
  // Doors.
  already_running: {
    en: "{who} started a refresh at {since}. It is {percent} % done.",
    fr: "{who} a lancé une actualisation à {since}. Elle est faite à {percent} %.",
  },
  check_too_slow: {
    en: "The checks took longer than 15 seconds, so we stopped. Try again, or look at how {host} is doing.",
    fr: "Les vérifications ont duré plus de 15 secondes : nous avons arrêté. Réessayez, ou regardez comment se porte {host}.",
  },
  sync_not_ready: {
    en: "The first refresh is not finished yet. The data appears here when it is.",
    fr: "La première actualisation n’est pas encore terminée. Les données apparaîtront ici ensuite.",
  },
  not_signed_in: {
    en: "Sign in to go on.",
    fr: "Connectez-vous pour continuer.",
  },
  not_allowed: {
    en: "Your role does not allow this. Ask an administrator of the establishment.",
    fr: "Votre rôle ne le permet pas. Demandez à un administrateur de l’établissement.",
  },
  not_found: {
    en: "This does not exist, or not any more.",
    fr: "Cet élément n’existe pas ou n’existe plus.",
  },
  not_valid: {
    en: "Something in the request is missing or not right.",
    fr: "Un élément de la demande est absent ou incorrect.",
  },
  method_not_allowed: {
    en: "This address does not answer to that method.",
    fr: "Cette adresse n’accepte pas cette méthode.",
  },
  cross_site: {
    en: "This request came from another site and was refused.",
    fr: "Cette demande vient d’un autre site et a été refusée.",
  },
  too_many_requests: {
    en: "Too many requests. Wait a moment and try again.",
    fr: "Trop de demandes. Patientez un instant puis réessayez.",
  },
  sign_in_wrong: {
    en: "The e-mail address or the password is not right.",
    fr: "L’adresse e-mail ou le mot de passe est incorrect.",
  },
  password_wrong: {
    en: "The present password is not right. Nothing has changed.",
    fr: "Le mot de passe actuel est incorrect. Rien n’a changé.",
  },
  password_weak: {
    en: "This password is easy to guess: it is a common one, repeats itself, or is made of the name or address. Nothing has changed. Choose another, for example four words that do not belong together.",
    fr: "Ce mot de passe est facile à deviner : il est courant, se répète, ou reprend le nom ou l’adresse. Rien n’a changé. Choisissez-en un autre, par exemple quatre mots sans rapport entre eux.",
  },
  body_too_large: {
    en: "The request is too large.",
    fr: "La demande est trop volumineuse.",
  },
  body_not_json: {
    en: "The request must be JSON (Content-Type: application/json).",
    fr: "La demande doit être en JSON (Content-Type: application/json).",
  },
  body_unreadable: {
    en: "The request is not valid JSON.",
    fr: "La demande n’est pas du JSON valide.",
  },
  body_missing: {
    en: "The request has no body, and this address needs one in JSON. Nothing has changed.",
    fr: "La demande n’a pas de corps, et cette adresse en attend un en JSON. Rien n’a changé.",
  },
  body_too_deep: {
    en: "The JSON of the request nests objects and lists too deeply. Nothing has changed. Send a flatter one.",
    fr: "Le JSON de la demande imbrique trop d’objets et de listes. Rien n’a changé. Envoyez-en un moins profond.",
  },
  idempotency_key_wrong: {
    en: "The Idempotency-Key must have 1 to {most} plain characters. Nothing was started. Send a shorter key.",
    fr: "L’en-tête Idempotency-Key doit compter de 1 à {most} caractères simples. Rien n’a été lancé. Envoyez une clé plus courte.",
  },
  idempotency_key_reused: {
    en: "This Idempotency-Key was used for another request. Nothing was started. Send a new key for a new request.",
    fr: "Cet en-tête Idempotency-Key a déjà servi pour une autre demande. Rien n’a été lancé. Envoyez une nouvelle clé pour une nouvelle demande.",
  },
  upgrade_required: {
    en: "This address only speaks WebSocket.",
    fr: "Cette adresse ne répond qu’en WebSocket.",
  },
  run_unknown: {
    en: "This refresh does not exist.",
    fr: "Cette actualisation n’existe pas.",
  },
  generation_unknown: {
    en: "The data as it was then cannot be shown: it was never published, was undone, or is no longer kept. Read again from the beginning to see the data of today.",
    fr: "Les données de ce moment ne peuvent pas être affichées : elles n’ont pas été publiées, ont été annulées ou ne sont plus conservées. Relisez depuis le début pour voir les données actuelles.",
  },
  changes_gone: {
    en: "The details of what this refresh changed are no longer kept. The data itself is not affected.",
    fr: "Le détail de ce que cette actualisation a modifié n’est plus conservé. Les données elles-mêmes ne sont pas touchées.",
  },
  too_many_reads: {
    en: "Many people are searching or sorting this data right now. Nothing was changed. Try again in a few seconds.",
    fr: "De nombreuses personnes recherchent ou trient ces données en ce moment. Rien n’a été modifié. Réessayez dans quelques secondes.",
  },
  too_many_groups: {
    en: "This column has too many different values to compare them side by side. Nothing was changed. Choose a column with fewer values.",
    fr: "Cette colonne contient trop de valeurs différentes pour les comparer entre elles. Rien n’a été modifié. Choisissez une colonne qui en contient moins.",
  },
  run_ended: {
    en: "This refresh has already ended.",
    fr: "Cette actualisation est déjà terminée.",
  },
  run_active: {
    en: "A refresh is in progress. Wait for its end, or stop it first.",
    fr: "Une actualisation est en cours. Attendez sa fin ou arrêtez-la d’abord.",
  },
  nothing_to_retry: {
    en: "Nothing failed in this refresh, so there is nothing to try again.",
    fr: "Rien n’a échoué dans cette actualisation : il n’y a rien à réessayer.",
  },
  nothing_to_confirm: {
    en: "This refresh has not asked whether records may go. Nothing was removed.",
    fr: "Cette actualisation n’a pas demandé si des enregistrements pouvaient disparaître. Rien n’a été supprimé.",
  },
  question_answered: {
    en: "This question has been answered already, or a later refresh has looked again. Nothing was removed. Start a refresh: it asks anew where records are missing.",
    fr: "Cette question a déjà reçu une réponse, ou une actualisation plus récente a vérifié à nouveau. Rien n’a été supprimé. Lancez une actualisation : elle redemandera s’il manque des enregistrements.",
  },
  questions_unnamed: {
    en: "This refresh asks about several data sources. Nothing was removed. Say which of them may lose their records (“resources”).",
    fr: "Cette actualisation pose une question pour plusieurs sources de données. Rien n’a été supprimé. Indiquez lesquelles peuvent perdre leurs enregistrements (« resources »).",
  },
  nothing_to_undo: {
    en: "This refresh is not the one that people see now, so it cannot be undone.",
    fr: "Cette actualisation n’est pas celle qui est affichée : elle ne peut pas être annulée.",
  },
  undo_too_old: {
    en: "The data from before this refresh is no longer kept, so it cannot be undone. What people see has not changed. Correct it at the source, then start a refresh.",
    fr: "Les données d’avant cette actualisation ne sont plus conservées : elle ne peut pas être annulée. Ce qui est affiché n’a pas changé. Corrigez à la source, puis lancez une actualisation.",
  },
  resource_unknown: {
    en: "This data source is not part of the configuration.",
    fr: "Cette source de données ne fait pas partie de la configuration.",
  },
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
  establishment_removed: {
    en: "This establishment was removed during the refresh, so it was stopped. Its data has not changed. Ask a global administrator.",
    fr: "Cet établissement a été supprimé pendant l’actualisation : elle a été arrêtée. Ses données n’ont pas changé. Adressez-vous à un administrateur général.",
  },
  person_unknown: {
    en: "Nobody with the address {email} has an account here. Nothing has changed. Ask the operator of this service to create it, then add it again.",
    fr: "Personne n’a de compte ici avec l’adresse {email}. Rien n’a changé. Demandez à l’exploitant du service de le créer, puis ajoutez-la à nouveau.",
  },
  member_exists: {
    en: "{email} already belongs to this establishment. Nothing has changed. Change the role instead.",
    fr: "{email} fait déjà partie de cet établissement. Rien n’a changé. Modifiez plutôt son rôle.",
  },
  last_admin: {
    en: "An establishment needs an administrator. Nothing has changed. Make somebody else administrator first.",
    fr: "Un établissement a besoin d’un administrateur. Rien n’a changé. Nommez d’abord un autre administrateur.",
  },
  files_not_taken: {
    en: "This connection takes no files. Nothing was kept. Bring them to a connection made for files.",
    fr: "Cette connexion n’accepte pas de fichiers. Rien n’a été enregistré. Apportez-les à une connexion prévue pour des fichiers.",
  },
  file_length_missing: {
    en: "The file came without its length, so it was not kept. Send it again with its length (Content-Length).",
    fr: "Le fichier est arrivé sans sa longueur : il n’a pas été enregistré. Renvoyez-le avec sa longueur (Content-Length).",
  },
  file_not_bytes: {
    en: "A file is sent as its bytes (Content-Type: application/octet-stream). Nothing was kept.",
    fr: "Un fichier s’envoie tel quel, en octets (Content-Type: application/octet-stream). Rien n’a été enregistré.",
  },
  upload_empty: {
    en: "This file is empty, so it was not kept. Choose the file again.",
    fr: "Ce fichier est vide : il n’a pas été enregistré. Choisissez à nouveau le fichier.",
  },
  file_too_large: {
    en: "This file is larger than {limit} MB, so it was not kept. Split it, or ask its sender for smaller ones.",
    fr: "Ce fichier dépasse {limit} Mo : il n’a pas été enregistré. Découpez-le, ou demandez à l’expéditeur des fichiers plus petits.",
  },
  file_cut_short: {
    en: "The file did not arrive whole, so it was not kept. Send it again.",
    fr: "Le fichier n’est pas arrivé en entier : il n’a pas été enregistré. Renvoyez-le.",
  },
  too_many_files: {
    en: "{most} files are waiting already. Nothing was kept. Import or remove some of them, then send this one again.",
    fr: "{most} fichiers sont déjà en attente. Rien n’a été enregistré. Importez-en ou retirez-en, puis renvoyez celui-ci.",
  },
  file_imported: {
    en: "This file has been imported, so it stays. Nothing has changed. Undo the refresh if its data should go.",
    fr: "Ce fichier a été importé : il reste donc là. Rien n’a changé. Annulez l’actualisation si ses données doivent disparaître.",
  },
  too_many_starts: {
    en: "Many refreshes were started here in the last few minutes. Your data has not changed. Wait {minutes} min, then start again.",
    fr: "Beaucoup d’actualisations ont été lancées ici ces dernières minutes. Vos données n’ont pas changé. Attendez {minutes} min, puis relancez.",
  },
  too_many_views: {
    en: "You have this page open in {most} places. Close some of them, then try again.",
    fr: "Vous avez ouvert cette page à {most} endroits. Fermez-en, puis réessayez.",
  },
  too_many_viewers: {
    en: "{most} views of this establishment are open at the moment. Progress is shown every few seconds instead.",
    fr: "{most} vues de cet établissement sont ouvertes en ce moment. L’avancement s’affiche donc toutes les quelques secondes.",
  },
  database_away: {
    en: "Accounts and settings cannot be reached at the moment. Refreshes go on, and the data shown here has not changed. Try again in a minute; if you were saving something, look first whether it was kept.",
    fr: "Les comptes et les réglages sont injoignables pour le moment. Les actualisations continuent et les données affichées ici n’ont pas changé. Réessayez dans une minute ; si vous enregistriez quelque chose, vérifiez d’abord si cela a été conservé.",
  },
  service_unavailable: {
    en: "We cannot answer at the moment. Your data has not changed. Try again in a minute.",
    fr: "Nous ne pouvons pas répondre pour le moment. Vos données n’ont pas changé. Réessayez dans une minute.",
  },
  internal: {
    en: "Something went wrong on our side. Your data has not changed. Quote {reference} to support.",
    fr: "Un problème est survenu de notre côté. Vos données n’ont pas changé. Indiquez {reference} à l’assistance.",
  },
} as const satisfies Record<string, Text>;

export type Code = keyof typeof sentences;

export const isCode = (code: string): code is Code => Object.hasOwn(sentences, code);

/**
 * What a failure leaves as it was: all that a refresh had brought (`unchanged`), what one data
 * source had (`kept`), or what a part of it had (`hole`). While data is sent on, it is published
 * here already, and only the other system lacks something.
 */
const left = {
  unchanged: { en: "Your data has not changed.", fr: "Vos données n’ont pas changé." },
  kept: {
    en: "The data kept from it has not changed.",
    fr: "Les données déjà enregistrées n’ont pas changé.",
  },
  hole: {
    en: "A part of {resource} could not be read; its earlier data is kept.",
    fr: "Une partie de {resource} n’a pas pu être lue ; ses données précédentes sont conservées.",
  },
  sending: sentences.not_all_sent,
} satisfies Record<string, Text>;

/** The fact that tells a failure on the way to a destination from one at the source. */
export const whileSending = { while: "sending" };

/** The sentence with the clause in it that says what was left as it was. */
const withClause = (sentence: string, facts: Record<string, string>, locale: Locale): string =>
  sentence.replace(/\{(unchanged|kept|hole)\}/, (_, clause: "unchanged" | "kept" | "hole") =>
    facts["while"] === whileSending.while ? left.sending[locale] : left[clause][locale],
  );

/** The sentence of a code in one language, its facts not filled in. */
export const unfilled = (code: Code, locale: Locale): string =>
  withClause(sentences[code][locale], {}, locale);

/**
 * `{name}` is the fact; `{name|one|many}` the fact as a number with its noun; `{name?one|many}`
 * whichever of two words goes with it.
 */
const slots = /((?<!\p{L})de )?\{(\w+)(?:([|?])([^|}]*)\|([^|}]*))?\}/gu;

/** French says "d’Élèves" and "de Ventes". */
const ofBefore = (of: string, word: string): string =>
  of !== "" && /^[aeiouàâæéèêëîïôœùûü]/i.test(word) ? "d’" : of;

/**
 * The sentence of a code in one language, its facts filled in.
 * A code this version does not know (an old run's, say) gets the sentence of `internal`.
 */
export function say(code: string, facts: Record<string, string>, locale: Locale): string {
  const known = isCode(code) ? code : "internal";
  return withClause(sentences[known][locale], facts, locale).replace(
    slots,
    (_, of = "", name: string, kind?: string, one = "", many = "") => {
      const fact = facts[name] ?? "…";
      if (kind === undefined) return `${ofBefore(of, fact)}${isolated(fact)}`;
      // What is no number ("?" where nobody counted) goes with the plural.
      const number = /^\d+$/.test(fact) ? Number(fact) : null;
      if (kind === "?") return of + (number === null ? many : formOf(locale, number, [one, many]));
      return of + (number === null ? `${fact} ${many}` : counted(locale, number, [one, many]));
    },
  );
}

/** The same in both languages: for what is told now and read later. */
export const sentenceOf = ({
  code,
  facts,
}: {
  code: string;
  facts: Record<string, string>;
}): Text => ({
  en: say(code, facts, "en"),
  fr: say(code, facts, "fr"),
});
