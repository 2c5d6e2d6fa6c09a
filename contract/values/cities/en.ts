// Cities that have another name today than the key of their time zone keeps.
import type { Cities } from "../zone.ts";

export const citiesInEnglish: Cities = {
  Calcutta: "Kolkata",
  Faeroe: "Faroe",
  Godthab: "Nuuk",
  Katmandu: "Kathmandu",
  Kiev: "Kyiv",
  Noumea: "Nouméa",
  Ndjamena: "N’Djamena",
  Rangoon: "Yangon",
  Reunion: "Réunion",
  Saigon: "Ho Chi Minh City",
  Sao_Tome: "São Tomé",
  Sao_Paulo: "São Paulo",
};
