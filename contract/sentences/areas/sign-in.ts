// Signing in, and passwords.
import type { Text } from "../../values/json.ts";

export const signIn = {
  not_signed_in: {
    en: "Sign in to continue.",
    fr: "Connectez-vous pour continuer.",
  },
  sign_in_wrong: {
    en: "The e-mail address or the password is wrong.",
    fr: "L’adresse e-mail ou le mot de passe est incorrect.",
  },
  password_wrong: {
    en: "The current password is wrong. Nothing has changed.",
    fr: "Le mot de passe actuel est incorrect. Rien n’a changé.",
  },
  password_weak: {
    en: "This password is easy to guess: it is a common one, repeats itself, or contains the name or address. Nothing has changed. Choose another, for example four unrelated words.",
    fr: "Ce mot de passe est facile à deviner : il est courant, se répète, ou reprend le nom ou l’adresse. Rien n’a changé. Choisissez-en un autre, par exemple quatre mots sans rapport entre eux.",
  },
} as const satisfies Record<string, Text>;
