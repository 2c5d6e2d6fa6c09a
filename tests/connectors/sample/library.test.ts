// The small connector of docs/add-a-connector.md passes the conformance suite.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSourceClient } from "../../../worker/outbound/source-client.ts";
import { conformance, readAll, type World } from "../conformance.ts";
import { jsonAnswer } from "../source-client.ts";
import { library } from "./library.ts";
import { libraryKey, startLibrary, type LibrarySandbox } from "./library-sandbox.ts";

const reading = { template: "catalogue", resource: "books", options: {} };

describe("the small connector", () => {
  let sandbox: LibrarySandbox;
  beforeAll(async () => {
    sandbox = await startLibrary({ books: 400 });
  });
  afterAll(() => sandbox.close());

  const openClient = (secret: string | null = libraryKey) =>
    openSourceClient({
      connector: library,
      settings: library.settings.parse({ url: sandbox.url }),
      secret,
      tenant: "test",
      gate: null,
      privateAddresses: "127.0.0.1:*",
      limits: { headersMs: 2_000, totalMs: 4_000 },
    });
  const arm =
    (fault: "server_error" | "garbage" | "html" | "unavailable" | "redirect") => async () =>
      sandbox.faults.arm([
        fault === "redirect" ? { fault, location: "https://elsewhere.invalid/" } : { fault },
      ]);

  conformance(library, {
    transports: [{ name: "JSON", openClient }],
    readings: [
      {
        name: "books",
        reading,
        truth: async () => sandbox.ids(),
        remove: async () => {
          const gone = sandbox.ids().slice(10, 15);
          sandbox.remove(gone);
          return gone;
        },
      },
    ],
    faults: [
      {
        name: "an error of the server",
        arm: arm("server_error"),
        expected: { kind: "busy", code: "source_server_error" },
      },
      {
        name: "no service",
        arm: arm("unavailable"),
        expected: { kind: "busy", code: "source_busy" },
      },
      {
        name: "garbage",
        arm: arm("garbage"),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a web page in place of data",
        arm: arm("html"),
        expected: { kind: "broken", code: "answer_unreadable" },
      },
      {
        name: "a redirect to elsewhere",
        arm: arm("redirect"),
        expected: { kind: "refused", code: "address_moved" },
      },
    ],
    disarm: async () => sandbox.faults.clear(),
    refused: [
      {
        name: "a wrong key",
        openClient: () => openClient("wrong"),
        reading,
        code: "sign_in_refused",
      },
      { name: "no key", openClient: () => openClient(null), reading, code: "secret_missing" },
    ],
  } satisfies World<{ url: string }>);

  it("lists a bad book and keeps the others", async () => {
    const good = { id: 1, changed: "2026-01-31T12:00:00Z", title: "One", price: "9.50" };
    const books = [
      { ...good, currency: "EUR", bought: "2026-01-31" },
      { ...good, id: 2, price: "nine", currency: "EUR", bought: "2026-01-31" },
    ];
    const client = {
      ...openClient(),
      call: async ({ path }: { path: string }) =>
        jsonAnswer(
          path === "/summary"
            ? { now: "2026-01-31T12:00:00Z", count: 2, highest: 2 }
            : { books: path.startsWith("/books") ? books : [] },
        ),
    };
    const { records, rejects } = await readAll(library, client, { reading });
    expect([...records.keys()]).toEqual([1]);
    expect(rejects.map(({ id, code }) => [id, code])).toEqual([[2, "record_unreadable"]]);
  });
});
