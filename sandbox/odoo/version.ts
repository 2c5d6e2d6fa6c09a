// The versions and languages that the Odoo sandbox simulates.
export type Version = "16.0" | "18.0" | "19.0";
export type Lang = "en_US" | "fr_FR";
