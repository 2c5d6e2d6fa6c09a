// Files as people bring them: by the button or dropped, looked into, imported, and then numbers on
// the page.
import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { supplierFile, type SupplierFile } from "../../sandbox/suppliers/files.ts";
import { netOf, taxOf, type Invoice } from "../../sandbox/suppliers/invoices.ts";
import { overflowOf, type Setting } from "./visitor.ts";

const home = "/tenants/optique-lumiere";

async function choose(page: Page, button: string, { name, bytes }: SupplierFile): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: button }).click(),
  ]);
  await chooser.setFiles([
    { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) },
  ]);
}

/** Lets go of a file over the place for files. */
async function drop(page: Page, { name, bytes }: SupplierFile): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const carried = new DataTransfer();
    carried.items.add(new File([Uint8Array.from(${JSON.stringify([...bytes])})], ${JSON.stringify(name)}));
    return carried;
  })()`);
  await page.locator(".zone").dispatchEvent("drop", { dataTransfer });
}

const card = (page: Page, { name }: SupplierFile): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name }) });

const euros = (cents: number, locale: "en" | "fr"): string =>
  spaced(new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" }).format(cents / 100));

/** What invoices are worth with tax, credit notes below nothing. */
const worth = (invoices: Invoice[]): number =>
  invoices
    .map((one) => (one.credit ? -1 : 1) * (netOf(one) + taxOf(netOf(one))))
    .reduce((sum, cents) => sum + cents, 0);

/** Texts with plain spaces, whatever blank a language sets. */
const spaced = (text: string): string => text.replaceAll(/\s/g, " ");
const textOf = async (place: Locator): Promise<string> => spaced(await place.innerText());

/** The journeys of somebody who may bring files; `come` opens a page for them. */
export function bringingFiles(come: (path: string, setting?: Setting) => Promise<Page>): void {
  it("takes files by the button and dropped, says what they hold, imports them and shows the numbers", async () => {
    const page = await come(`${home}/files`);
    const chosen = supplierFile({
      seed: 71,
      format: "opto33",
      documents: 5,
      prefix: "NEW",
      faults: ["wrongTotal"],
      name: "chosen.edi",
    });
    const dropped = supplierFile({
      seed: 72,
      format: "eancom",
      documents: 4,
      prefix: "DROP",
      faults: ["duplicate"],
      name: "dropped.edi",
    });
    await choose(page, "Choose files", chosen);
    await card(page, chosen).getByText("Part of it cannot be used").waitFor();
    const seen = await textOf(card(page, chosen));
    for (const text of [
      "Waiting",
      "INVOIC D.96B",
      "4 documents",
      "1 not usable",
      euros(worth(chosen.truth.usable), "en"),
    ])
      expect(seen).toContain(text);
    await card(page, chosen).getByText("1 issue").click();
    await card(page, chosen)
      .getByText(/lines and charges add up to/)
      .waitFor();

    await drop(page, dropped);
    await card(page, dropped).getByText("Contains a duplicate, used once").waitFor();
    expect(await textOf(card(page, dropped))).toContain(euros(worth(dropped.truth.usable), "en"));

    await page.getByRole("button", { name: /^Import \d+ files$/ }).click();
    const panel = page.getByRole("region", { name: "Data refresh" });
    await panel.getByText(/documents checked/).waitFor();
    const found = panel.getByRole("listitem").filter({ hasText: "Check and clean-up" }).first();
    // The demo's own files wait in the same box: one repeats a month, one has a wrong total.
    for (const text of [
      "already here, kept once",
      "credit notes with their signs turned",
      "2 totals do not add up",
    ])
      expect(await textOf(found)).toContain(text);
    await card(page, chosen).getByText("Imported").waitFor();

    await page.goto(home);
    const [invoice] = chosen.truth.usable;
    const row = page.getByRole("row").filter({ hasText: invoice?.number ?? "no invoice" });
    await expect
      .poll(() => textOf(row.first()))
      .toContain(euros(netOf({ lines: invoice?.lines ?? [] }), "en"));
  });

  it("does so in French on a small screen", async () => {
    const page = await come(`${home}/files`, { locale: "fr", width: 360 });
    const file = supplierFile({
      seed: 73,
      format: "bulk",
      documents: 4,
      prefix: "FR",
      name: "arrivage.csv",
    });
    await choose(page, "Choisir des fichiers", file);
    await card(page, file).getByText("Prêt").waitFor();
    const seen = await textOf(card(page, file));
    for (const text of [
      "En attente",
      "BBGR BULK",
      "4 documents",
      "HT",
      "TVA",
      "TTC",
      euros(worth(file.truth.usable), "fr"),
    ])
      expect(seen).toContain(text);
    await page.getByRole("button", { name: "Importer 1 fichier" }).click();
    const panel = page.getByRole("region", { name: "Actualisation des données" });
    await panel.getByText(/documents vérifiés/).waitFor();
    await panel.getByText("Contrôle et nettoyage").first().waitFor();
    expect(await overflowOf(page)).toBe(0);
  });
}
