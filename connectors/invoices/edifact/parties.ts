// Reads the parties of an invoice: supplier and buyer, with their codes and VAT numbers.
import { codeOf, type Segment } from "../../../formats/edifact/segment.ts";
import type { Party } from "../draft.ts";

const nobody = (): Party => ({ code: "", name: "", vat: "" });

/** The parties of a message by qualifier: SU supplier, SE seller, BY buyer, IV invoicee. */
export class Parties {
  readonly #known = new Map<string, Party>();
  #open: Party | null = null;

  /** Reads a NAD segment; true if its code comes without the code list. */
  readParty(segment: Segment): boolean {
    const qualifier = segment.part(1).trim();
    const code = segment.part(2).trim();
    const party: Party = {
      code,
      name: nameIn(segment),
      vat: segment.part(2, 1) === euVat ? code : "",
    };
    this.#open = party;
    if (wanted.has(qualifier) && !this.#known.has(qualifier)) this.#known.set(qualifier, party);
    return code !== "" && segment.part(2, 1) === "" && segment.part(2, 2) === "";
  }

  /** Reads a reference of the last party. */
  readReference(segment: Segment): void {
    if (this.#open !== null && segment.code(1) === vatNumber) this.#open.vat = segment.part(1, 1);
  }

  /** Other groups follow. */
  leave(): void {
    this.#open = null;
  }

  get supplier(): Party | null {
    return this.#known.get("SU") ?? this.#known.get("SE") ?? null;
  }

  get buyer(): Party {
    return this.#known.get("BY") ?? this.#known.get("IV") ?? nobody();
  }
}

const vatNumber = codeOf("VA");
/** Code list 167: the VAT number within the European Union. */
const euVat = "167";
const wanted = new Set(["SU", "SE", "BY", "IV"]);

/** The structured name, or else the unstructured name and address. */
function nameIn(segment: Segment): string {
  const structured = segment.components(4).join(" ").trim();
  return structured !== "" ? structured : segment.part(3).trim();
}
