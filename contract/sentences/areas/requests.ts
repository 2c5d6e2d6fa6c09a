// Requests that are refused before they reach any rule.
import type { Text } from "../../values/json.ts";

export const requests = {
  not_found: {
    en: "This does not exist, or no longer exists.",
    fr: "Cet élément n’existe pas ou n’existe plus.",
  },
  not_valid: {
    en: "Something in the request is missing or incorrect.",
    fr: "Un élément de la demande est absent ou incorrect.",
  },
  method_not_allowed: {
    en: "This address does not accept that method.",
    fr: "Cette adresse n’accepte pas cette méthode.",
  },
  cross_site: {
    en: "This request came from another site and was refused.",
    fr: "Cette demande vient d’un autre site et a été refusée.",
  },
  too_many_requests: {
    en: "Too many requests. Wait a moment, then try again.",
    fr: "Trop de demandes. Patientez un instant, puis réessayez.",
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
    en: "This Idempotency-Key was already used for another request. Nothing was started. Send a new key with each new request.",
    fr: "Cet en-tête Idempotency-Key a déjà servi pour une autre demande. Rien n’a été lancé. Envoyez une nouvelle clé pour chaque nouvelle demande.",
  },
  upgrade_required: {
    en: "This address accepts only WebSocket connections.",
    fr: "Cette adresse n’accepte que des connexions WebSocket.",
  },
  too_many_views: {
    en: "You have this page open in {most} places. Close some of them, then try again.",
    fr: "Vous avez ouvert cette page à {most} endroits. Fermez-en, puis réessayez.",
  },
  too_many_viewers: {
    en: "{most} views of this establishment are open at the moment. Progress is updated every few seconds instead.",
    fr: "{most} vues de cet établissement sont ouvertes en ce moment. L’avancement s’affiche donc toutes les quelques secondes.",
  },
} as const satisfies Record<string, Text>;
