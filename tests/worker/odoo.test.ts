// Calls to Odoo in the real runtime: the client, XML-RPC both ways, and JSON-RPC.
import { afterEach, describe, expect, it, vi } from "vitest";
import { odoo } from "../../connectors/odoo/odoo.ts";
import { openSourceClient } from "../../worker/outbound/source-client.ts";

afterEach(() => void vi.restoreAllMocks());

const xml = (value: string) =>
  new Response(
    `<?xml version="1.0"?>\n<methodResponse>\n<params>\n<param>\n<value>${value}</value>\n</param>\n</params>\n</methodResponse>\n`,
    {
      headers: { "content-type": "text/xml", date: "Sun, 22 Nov 2026 12:00:00 GMT" },
    },
  );

const struct = (members: Record<string, string>) =>
  `<struct>${Object.entries(members)
    .map(([name, value]) => `<member><name>${name}</name><value>${value}</value></member>`)
    .join("")}</struct>`;

describe("in the runtime", () => {
  it("an Odoo is signed in to and counted by XML-RPC", async () => {
    const asked: string[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const body = String(init?.body ?? "");
      const path = new URL(String(input)).pathname;
      asked.push(path);
      if (!path.startsWith("/xmlrpc"))
        return new Response("<html></html>", {
          status: 404,
          headers: { "content-type": "text/html" },
        });
      if (body.includes(">version<"))
        return xml(struct({ server_version: "<string>16.0</string>" }));
      if (body.includes(">authenticate<"))
        return body.includes("p]]&gt;&amp;w") ? xml("<int>7</int>") : xml("<boolean>0</boolean>");
      if (body.includes("fields_get"))
        return xml(
          struct({ name: struct({ type: "char" }), write_date: struct({ type: "datetime" }) }),
        );
      return xml(
        body.includes("search_count")
          ? "<int>1</int>"
          : `<array><data><value>${struct({ id: "<int>4</int>", write_date: "2026-11-20 10:00:00" })}</value></data></array>`,
      );
    });
    const client = openSourceClient({
      connector: odoo,
      settings: odoo.settings.parse({
        url: "https://erp.example.org",
        database: "company",
        login: "reader",
      }),
      secret: "p]]>&w",
      tenant: "tenant",
      gate: null,
      privateAddresses: "",
    });
    const survey = await odoo.survey(
      client,
      { template: "odoo_modules", resource: "contacts", options: {} },
      { cursor: null, complete: false },
    );
    expect(survey).toMatchObject({
      toRead: 1,
      horizon: { at: "2026-11-20T10:00:00.000Z", highestId: 4 },
    });
    expect(asked.slice(0, 3)).toEqual(["/web/version", "/jsonrpc", "/xmlrpc/2/common"]);
  });

  it("a byte that is no text becomes half a character, which no reader takes, and a large answer is cut off", async () => {
    const settings = odoo.settings.parse({
      url: "https://erp.example.org",
      database: "other",
      login: "reader",
    });
    const order = {
      connector: odoo,
      settings,
      secret: "x",
      tenant: "tenant",
      gate: null,
      privateAddresses: "",
    };
    const answers = [new Uint8Array([0x63, 0xe9]), new Uint8Array(5_000)];
    vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(answers.shift()));
    const client = openSourceClient({ ...order, limits: { answerBytes: 4_000 } });
    const { body } = await client.call({ method: "GET", path: "/" });
    expect([body.startsWith("c"), body.isWellFormed()]).toEqual([true, false]);
    await expect(client.call({ method: "GET", path: "/" })).rejects.toMatchObject({
      failure: { kind: "broken", code: "answer_too_large" },
    });
  });
});
