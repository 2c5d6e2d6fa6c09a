// JSON values, and the plain types that every room shares.
import { z } from "zod";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export const Json: z.ZodType<Json> = z.json();

/** A moment as ISO 8601 in UTC, milliseconds included. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;

export const Locale = z.enum(["en", "fr"]);
export type Locale = z.infer<typeof Locale>;

/** The same words in every language of the product. */
export const Text = z.object({ en: z.string(), fr: z.string() });
export type Text = z.infer<typeof Text>;
