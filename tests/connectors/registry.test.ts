// A new connector is one folder and one line: registered, it is in the catalog, has its form, and its
// settings are checked, with no other edit.
import { describe, expect, it } from "vitest";
import { Catalog } from "../../contract/api/catalog.ts";
import { catalog, connectors } from "../../connectors/index.ts";
import { catalogOf } from "../../connectors/registry.ts";
import { lookUpsIn } from "../../worker/configurations/catalog.ts";
import { toInputs, toSettings } from "../../web/lib/settings/field-values.ts";
import { library } from "./sample/library.ts";

const registered = { ...connectors, library };
const lookUps = lookUpsIn(registered);

describe("a connector that is registered", () => {
  it("is in the catalog, beside the others, with the form of its settings", () => {
    const { kinds } = Catalog.parse(catalogOf(registered));
    expect(kinds.slice(0, -1)).toEqual(catalog.kinds);
    expect(kinds.at(-1)).toMatchObject({
      kind: "library",
      settings: [{ name: "url", type: "url", required: true, label: { en: "Address" } }],
      templates: [{ key: "catalogue" }],
    });
  });

  it("has its settings checked as they are typed into that form", () => {
    const form = catalogOf(registered).kinds.at(-1)?.settings ?? [];
    const typed = { ...toInputs(form, {}), url: " https://books.example.org " };
    expect(lookUps.readSettings("library", toSettings(form, typed)).data).toEqual({
      url: "https://books.example.org",
    });
    const { error } = lookUps.readSettings("library", { url: "books", shelf: 3 });
    expect(error?.issues.map(({ code, path }) => [code, path])).toEqual([
      ["invalid_format", ["url"]],
      ["unrecognized_keys", []],
    ]);
  });

  it("is found by everything that asks for its kind", () => {
    expect(lookUps.isKind("library")).toBe(true);
    expect(lookUps.connectorOf("library")).toBe(library);
    expect(lookUps.sourceOf("library")).toBe(library);
    expect([lookUps.isSource("library"), lookUps.isDestination("library")]).toEqual([true, false]);
    expect(lookUps.templateOf("library", "catalogue")?.label.en).toBe("Catalogue");
    expect(lookUps.checkOptions("library", "catalogue", {})).toEqual({ success: true, data: {} });
    expect(lookUps.takesFiles("library")).toBe(false);
    expect(lookUps.spokenName("library", "books.example.org")).toBe("Library (books.example.org)");
  });

  it("stands under the name of its kind", () => {
    for (const [key, { kind }] of Object.entries(registered)) expect(kind.kind).toBe(key);
  });
});

describe("a kind that nobody has registered", () => {
  const { isKind, connectorOf, isSource, isDestination, takesFiles, ...others } =
    lookUpsIn(connectors);

  it.each(["library", "", "constructor", "__proto__"])("has no connector: %j", (kind) => {
    expect(isKind(kind)).toBe(false);
    expect(() => connectorOf(kind)).toThrow("kind_unknown");
    expect([isSource(kind), isDestination(kind), takesFiles(kind)]).toEqual([false, false, false]);
    expect(others.templateOf(kind, "treasury")).toBeUndefined();
    expect(others.spokenName(kind, "erp.example.org")).toBe(`${kind} (erp.example.org)`);
  });
});
