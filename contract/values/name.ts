// Names that people give: what can be seen of them is all there is.
import { z } from "zod";

/** Characters of a name. */
const longest = 120;

/**
 * Letters of scripts in which U+200C and U+200D change how their neighbours are written (RFC 5892,
 * appendix A).
 */
const joining = String.raw`[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{M}]`;
const joined = new RegExp(
  String.raw`(?<=${joining})[\u200c\u200d](?=${joining})|(?<=\p{Extended_Pictographic}[\ufe0f\p{EMod}]*)\u200d(?=\p{Extended_Pictographic})|(?<=[\p{Extended_Pictographic}\p{Emoji}])\ufe0f`,
  "gu",
);
// Controls, formats (bidi overrides and isolates, zero-width ones, tags), halves of characters,
// line ends, and letters that show nothing.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const seen = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Whether nothing in a name is invisible or turns its neighbours around, and something in it can be
 * seen.
 */
const isPlainName = (text: string): boolean =>
  seen.test(text) && !unseen.test(text.replace(joined, ""));

/**
 * Whether a text of settings holds nothing invisible; lists that people write over several lines
 * keep their line ends and tabs.
 */
export const isPlainText = (text: string): boolean =>
  !unseen.test(text.replace(joined, "").replace(/[\n\r\t]/g, " "));

/** The message of the issue that `isPlainName` raises; the Worker has the words for it. */
export const invisible = "invisible";

/** A name as it is kept: NFC, plain blanks, nothing invisible (Unicode TR 36, section 3). */
export const Name = z
  .string()
  .normalize("NFC")
  .overwrite((text) => text.replace(/\p{Zs}+/gu, " "))
  .trim()
  .min(1)
  .max(longest)
  .refine(isPlainName, { message: invisible });
