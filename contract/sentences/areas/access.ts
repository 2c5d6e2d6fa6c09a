// Who may do what in an establishment, and who belongs to it.
import type { Text } from "../../values/json.ts";

export const access = {
  not_allowed: {
    en: "Your role does not allow this. Ask an administrator of the establishment.",
    fr: "Votre rôle ne le permet pas. Adressez-vous à un administrateur de l’établissement.",
  },
  person_unknown: {
    en: "No account here has the address {email}. Nothing has changed. Ask the operator of this service to create one, then add it again.",
    fr: "Aucun compte n’a ici l’adresse {email}. Rien n’a changé. Demandez à l’exploitant du service d’en créer un, puis ajoutez-le à nouveau.",
  },
  member_exists: {
    en: "{email} already belongs to this establishment. Nothing has changed. Change the role instead.",
    fr: "{email} fait déjà partie de cet établissement. Rien n’a changé. Modifiez plutôt son rôle.",
  },
  last_admin: {
    en: "An establishment needs an administrator. Nothing has changed. Make somebody else administrator first.",
    fr: "Un établissement a besoin d’un administrateur. Rien n’a changé. Nommez d’abord un autre administrateur.",
  },
  establishment_removed: {
    en: "The refresh was stopped because this establishment was removed meanwhile. Its data has not changed. Ask a global administrator.",
    fr: "L’actualisation a été arrêtée, car cet établissement a été supprimé entre-temps. Ses données n’ont pas changé. Adressez-vous à un administrateur général.",
  },
} as const satisfies Record<string, Text>;
