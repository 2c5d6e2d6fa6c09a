// Uploaded files: streamed within limits, identified by their bytes, visible to their own
// connection only.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { and, desc, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FilePreview } from "../../contract/api/file.ts";
import {
  fileLimits,
  type Upload,
  type UploadedFile,
  type UploadedPage,
} from "../../contract/api/upload.ts";
import { connectors } from "../../connectors/index.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { allowance, audit, file } from "../../worker/db/schema.ts";
import { tenantRpc, tenantStub } from "../../worker/stubs.ts";
import { cleanName, dispositionOf } from "../../worker/files/file-name.ts";
import { filesOf } from "../../worker/files/files.ts";
import { forgetStrayFiles } from "../../worker/files/stray-files.ts";
import { sweep } from "../../worker/queue/sweep.ts";
import { looksLikeTable } from "../../worker/files/incoming.ts";
import {
  aConfiguration,
  aConnection,
  ask,
  openFixture,
  problemOf,
  read,
  signInAll,
  type Ask,
  type Session,
  type Somebody,
} from "./fixture.ts";

const db = openDatabase(env.DB);
let sessions: Record<Somebody, Session>;
let connection = "";
let looks = 0;

/**
 * Routes do not depend on the kind of system: here an Odoo takes files and makes simple previews.
 */
async function preview(bytes: ReadableStream<Uint8Array>, name: string): Promise<FilePreview> {
  looks += 1;
  const text = await new Response(bytes).text();
  const documents = text.split("INVOICE").length - 1;
  const problems =
    documents > 0
      ? []
      : [{ code: "not_valid", facts: {}, severity: "error" as const, segment: 3, line: null }];
  return {
    verdict: "accept",
    type: name,
    documents,
    refused: 0,
    totals: {},
    suppliers: [],
    problems,
    problemCount: problems.length,
    first: [],
  };
}

beforeAll(async () => {
  Object.assign(connectors.odoo.kind, { files: true });
  Object.assign(connectors.odoo, { preview });
  await openFixture();
  sessions = await signInAll();
});
beforeEach(async () => {
  await db.delete(allowance);
  connection = (await aConnection(sessions.admin)).id;
});

const at = (more = "", of = connection, tenant = "ours") =>
  `/api/tenants/${tenant}/connections/${of}/files${more}`;
const bring = (bytes: NonNullable<Ask["bytes"]>, more: Ask & { name?: string } = {}) =>
  ask(at(`?name=${encodeURIComponent(more.name ?? "invoices.edi")}`), {
    method: "POST",
    as: sessions.staff,
    bytes,
    ...more,
  });
const brought = async (bytes: string, name?: string) =>
  read<Upload>(await bring(bytes, name === undefined ? {} : { name }));
const list = async (query = "") => read<UploadedPage>(await ask(at(query), { as: sessions.staff }));
const inR2 = async () => (await env.FILES.list({ prefix: `ours/${connection}/` })).objects.length;
const codeOf = async (answer: Response) => [answer.status, (await problemOf(answer)).code];

/** A refresh has read files up to a number, as the tenant's object would know it. */
async function imported(configuration: string, resource: string, number: number): Promise<void> {
  const ours = { id: "ours", jurisdiction: null };
  // An object that was never called has no tables.
  await tenantRpc(env, ours).cursors({ configuration });
  await runInDurableObject(tenantStub(env, ours), (_, state) => {
    state.storage.sql.exec(
      `INSERT OR REPLACE INTO publication (configuration, resource, generation, run, cursor, records, published_at, rejects_of)
       VALUES (?, ?, 1, 'run', ?, 1, 1, 'run')`,
      configuration,
      resource,
      JSON.stringify({ number }),
    );
  });
}

/** Files that this refresh could not use, by name. */
async function rejected(resource: string, names: string[]): Promise<void> {
  await runInDurableObject(tenantStub(env, { id: "ours", jurisdiction: null }), (_, state) => {
    for (const name of names)
      state.storage.sql.exec(
        "INSERT INTO reject (run, resource, place, id, code, facts, sample) VALUES ('run', ?, ?, ?, 'x', '{}', '')",
        resource,
        name,
        name,
      );
  });
}

const numberOf = async (id: string) =>
  (await db.select().from(file).where(eq(file.id, id)))[0]?.number ?? 0;

describe("a file", () => {
  it("is stored unchanged, with its hash, and can be downloaded", async () => {
    const text = "UNB+UNOC:3+A+B+260101:1200+1'INVOICE";
    const answer = await bring(text, { name: "Été \u202e2026.edi" });
    const made = await read<Upload>(answer);
    const sha256 = new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
    ).toHex();
    expect([answer.status, made]).toMatchObject([
      201,
      {
        name: "Été 2026.edi",
        bytes: text.length,
        sha256,
        state: "waiting",
        uploadedBy: "staff",
        alreadyThere: false,
        preview: null,
      },
    ]);
    const out = await ask(at(`/${made.id}/content`), { as: sessions.admin });
    expect(await out.text()).toBe(text);
    expect(Object.fromEntries(out.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="_t_ 2026.edi"; filename*=UTF-8''%C3%89t%C3%A9%202026.edi`,
      "x-content-type-options": "nosniff",
      "content-length": String(text.length),
    });
  });

  it("uploaded twice is there once, with the time of the first upload", async () => {
    const first = await brought("the same", "one.csv");
    const again = await bring("the same", { name: "two.csv", as: sessions.admin });
    expect([again.status, await read<Upload>(again)]).toEqual([
      200,
      { ...first, alreadyThere: true },
    ]);
    expect([(await list()).files.length, await inR2()]).toEqual([1, 1]);
  });

  it("uploaded twice at the same moment is there once", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => bring("at once")));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect([(await list()).files.length, await inR2()]).toEqual([1, 1]);
  });

  it("is previewed once, with sentences", async () => {
    const { id } = await brought("nothing in it", "empty.edi");
    const before = looks;
    const seen = await Promise.all(
      ["en", "fr"].map(async (language) => {
        const answer = await ask(at(`/${id}/preview`), {
          method: "POST",
          as: sessions.staff,
          headers: { "accept-language": language },
        });
        return (await read<FilePreview>(answer)).problems[0]?.message;
      }),
    );
    await ask(at(`/${id}/preview`), { as: sessions.staff });
    expect(seen[0]).toContain("missing or incorrect");
    expect(seen[1]).toContain("incorrect");
    expect(looks - before).toBeLessThanOrEqual(2);
    expect(
      (await read<UploadedFile>(await ask(at(`/${id}`), { as: sessions.staff }))).preview,
    ).toMatchObject({ type: "empty.edi" });
  });

  it("can be deleted while it waits, bytes and all, and each action is in the audit", async () => {
    const { id } = await brought("short-lived");
    expect((await ask(at(`/${id}`), { method: "DELETE", as: sessions.staff })).status).toBe(204);
    expect([(await list()).files, await inR2()]).toEqual([[], 0]);
    expect(await codeOf(await ask(at(`/${id}`), { as: sessions.staff }))).toEqual([
      404,
      "not_found",
    ]);
    const deeds = await db.select().from(audit).where(eq(audit.target, id));
    expect(deeds.map(({ action, personName, facts }) => [action, personName, facts.name])).toEqual([
      ["file_uploaded", "staff", "invoices.edi"],
      ["file_deleted", "staff", "invoices.edi"],
    ]);
  });

  it("is imported once every source of every configuration has read it, and then stays", async () => {
    const resources = ["local_sales", "local_purchases"];
    const { id: configuration } = await aConfiguration(sessions.admin, { connection, resources });
    const [first, second] = [await brought("INVOICE 1"), await brought("nothing")];
    await ask(at(`/${second.id}/preview`), { method: "POST", as: sessions.staff });
    const states = async () => (await list()).files.map(({ state }) => state);
    await imported(configuration, "local_sales", await numberOf(second.id));
    expect(await states()).toEqual(["waiting", "waiting"]);
    expect(
      await codeOf(await ask(at(`/${first.id}`), { method: "DELETE", as: sessions.admin })),
    ).toEqual([409, "file_imported"]);
    await imported(configuration, "local_purchases", await numberOf(second.id));
    expect(await states()).toEqual(["refused", "imported"]);
    expect((await list()).waiting).toBe(0);
    await brought("INVOICE 3");
    expect([await states(), (await list()).waiting]).toEqual([
      ["waiting", "refused", "imported"],
      1,
    ]);
  });

  it("that could not be used as it is says so, and may be removed although it was read", async () => {
    const { id: configuration } = await aConfiguration(sessions.admin, {
      connection,
      resources: ["local_sales"],
    });
    const [whole, part, none] = [
      await brought("INVOICE 1"),
      await brought("INVOICE 2"),
      await brought("INVOICE 3"),
    ];
    await imported(configuration, "local_sales", await numberOf(none.id));
    await rejected("local_sales", [`${part.id}#2`, none.id, `${none.id}#1`]);
    expect((await list()).files.map(({ state }) => state)).toEqual([
      "refused",
      "partly",
      "imported",
    ]);
    const remove = (id: string) => ask(at(`/${id}`), { method: "DELETE", as: sessions.staff });
    expect([(await remove(part.id)).status, (await remove(none.id)).status]).toEqual([204, 204]);
    expect(await codeOf(await remove(whole.id))).toEqual([409, "file_imported"]);
    expect([(await list()).files.map(({ id }) => id), await inR2()]).toEqual([[whole.id], 1]);
  });

  it("that is used with warnings says so, and stays like any other that is used", async () => {
    const { id: configuration } = await aConfiguration(sessions.admin, {
      connection,
      resources: ["local_sales"],
    });
    const [sound, warned, part] = [
      await brought("INVOICE 1"),
      await brought("INVOICE 2"),
      await brought("INVOICE 3"),
    ];
    await imported(configuration, "local_sales", await numberOf(part.id));
    await rejected("local_sales", [`${part.id}#2`]);
    await runInDurableObject(tenantStub(env, { id: "ours", jurisdiction: null }), (_, state) => {
      for (const { id } of [warned, part])
        state.storage.sql.exec(
          "INSERT INTO file_warning (configuration, resource, file, warnings) VALUES (?, 'local_sales', ?, 2)",
          configuration,
          id,
        );
    });
    expect((await list()).files.map(({ id, state }) => [id, state])).toEqual([
      [part.id, "partly"],
      [warned.id, "warned"],
      [sound.id, "imported"],
    ]);
    expect(
      await codeOf(await ask(at(`/${warned.id}`), { method: "DELETE", as: sessions.staff })),
    ).toEqual([409, "file_imported"]);
  });

  it("goes with its connection", async () => {
    await brought("belongs to it");
    expect(await inR2()).toBe(1);
    expect(
      (
        await ask(`/api/tenants/ours/connections/${connection}`, {
          method: "DELETE",
          as: sessions.admin,
        })
      ).status,
    ).toBe(204);
    expect(await inR2()).toBe(0);
    expect(await db.select().from(file).where(eq(file.connection, connection))).toEqual([]);
  });
});

describe("what is not taken", () => {
  it.each([
    ["an empty file", { bytes: "" }, {}, 400, "upload_empty"],
    ["a name of nothing but marks", { name: "\u202e\u0007" }, {}, 400, "not_valid"],
    ["JSON", {}, { "content-type": "application/json" }, 415, "file_not_bytes"],
    [
      "a form of another page",
      {},
      { "content-type": "multipart/form-data" },
      415,
      "file_not_bytes",
    ],
    ["less than was announced", {}, { "content-length": "99" }, 400, "file_cut_short"],
    ["more than was announced", {}, { "content-length": "2" }, 400, "file_cut_short"],
    [
      "what no file may weigh",
      {},
      { "content-length": String(fileLimits.tableBytes + 1) },
      413,
      "file_too_large",
    ],
    [
      "a large message",
      { bytes: "UNB+UNOC:3+sender'" },
      { "content-length": String(fileLimits.bytes + 1) },
      413,
      "file_too_large",
    ],
  ] as const)("%s", async (_, given, headers, status, code) => {
    const { bytes = "some bytes", name = "a.edi" } = { ...given } as {
      bytes?: string;
      name?: string;
    };
    expect(await codeOf(await bring(bytes, { name, headers }))).toEqual([status, code]);
    expect([(await list()).files, await inR2()]).toEqual([[], 0]);
  });

  it("a file that comes without its length", async () => {
    const answer = await bring(
      new Blob(["some bytes"])
        .stream()
        .pipeThrough(new TransformStream({ transform: (piece, to) => to.enqueue(piece) })),
    );
    expect(await codeOf(answer)).toEqual([411, "file_length_missing"]);
  });

  it("a table larger than messages may be is taken", async () => {
    const line = new TextEncoder().encode(`${"a;b;c;1234567890;".repeat(60)}\n`);
    const bytes = new Uint8Array(fileLimits.bytes + line.length);
    for (let offset = 0; offset + line.length <= bytes.length; offset += line.length)
      bytes.set(line, offset);
    bytes.fill(10, bytes.length - line.length);
    const answer = await bring(bytes, { name: "large.csv" });
    expect([answer.status, (await read<Upload>(answer)).bytes]).toEqual([201, bytes.length]);
  });

  it(`the file after ${fileLimits.waiting} that wait, however they come`, async () => {
    const answers: number[] = [];
    for (let round = 0; round < 11; round += 1)
      answers.push(
        ...(await Promise.all(
          Array.from(
            { length: 10 },
            async (_, part) => (await bring(`file ${round}/${part}`)).status,
          ),
        )),
      );
    expect(answers.filter((status) => status === 201)).toHaveLength(fileLimits.waiting);
    expect(answers.filter((status) => status === 409)).toHaveLength(10);
    expect([(await list()).waiting, await inR2()]).toEqual([
      fileLimits.waiting,
      fileLimits.waiting,
    ]);
    expect(await codeOf(await bring("one more"))).toEqual([409, "too_many_files"]);
  });
});

describe("the list", () => {
  it("is read page by page, newest first, with the limits", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await brought(name, `${name}.csv`);
    const first = await list("?limit=2");
    const second = await list(`?limit=2&before=${first.next}`);
    const third = await list(`?limit=2&before=${second.next}`);
    expect([first, second, third].map(({ files }) => files.map(({ name }) => name))).toEqual([
      ["e.csv", "d.csv"],
      ["c.csv", "b.csv"],
      ["a.csv"],
    ]);
    expect(third.next).toBeNull();
    expect([first.waiting, first.limits]).toEqual([
      5,
      { bytes: fileLimits.bytes, tableBytes: fileLimits.tableBytes, waiting: 100 },
    ]);
  });

  it("shows connectors the files of this connection alone, rising", async () => {
    const other = (await aConnection(sessions.admin)).id;
    const [one, two] = [await brought("1"), await brought("2")];
    const files = filesOf(env, { tenant: "ours", connection });
    const all = await files.list(0, 10);
    expect(all.map(({ key }) => key)).toEqual([one.id, two.id]);
    expect((await files.list(all[0]?.number ?? 0, 10)).map(({ key }) => key)).toEqual([two.id]);
    expect(await new Response((await files.open(two.id))?.bytes).text()).toBe("2");
    for (const strange of [
      { tenant: "ours", connection: other },
      { tenant: "theirs", connection },
    ])
      expect([
        await filesOf(env, strange).list(0, 10),
        await filesOf(env, strange).open(one.id),
      ]).toEqual([[], null]);
  });

  it("never gives the number of a removed file to a later one", async () => {
    const first = await brought("first");
    const number = await numberOf(first.id);
    await ask(at(`/${first.id}`), { method: "DELETE", as: sessions.staff });
    expect(await numberOf((await brought("second")).id)).toBeGreaterThan(number);
  });
});

it("belongs to its establishment and connection: elsewhere it does not exist", async () => {
  const { id } = await brought("ours alone");
  const other = (await aConnection(sessions.admin)).id;
  const theirs = (await aConnection(sessions.stranger, {}, "theirs")).id;
  const places = [
    at("", other),
    at("", theirs, "theirs"),
    at("", connection, "theirs"),
    at("", theirs),
  ];
  for (const place of places)
    for (const [method, more] of [
      ["GET", ""],
      ["GET", "/preview"],
      ["GET", "/content"],
      ["DELETE", ""],
    ] as const)
      for (const who of ["admin", "stranger"] as const)
        expect([
          place,
          who,
          (await ask(`${place}/${id}${more}`, { method, as: sessions[who] })).status,
        ]).toEqual([place, who, 404]);
  for (const who of ["viewer", "global"] as const)
    expect((await ask(at(`/${id}`), { as: sessions[who] })).status).toBe(403);
  expect((await list()).files.map((one) => one.id)).toEqual([id]);
});

it("is refused by a connection that takes none", async () => {
  Object.assign(connectors.odoo.kind, { files: false });
  try {
    expect(await codeOf(await bring("x"))).toEqual([409, "files_not_taken"]);
  } finally {
    Object.assign(connectors.odoo.kind, { files: true });
  }
  const [last] = await db
    .select()
    .from(audit)
    .where(and(eq(audit.action, "file_uploaded")))
    .orderBy(desc(audit.id));
  expect(last?.facts.connection).not.toBe(connection);
});

describe("a name", () => {
  it.each([
    ["C:\\invoices\\march.edi", "march.edi"],
    ["../../etc/passwd", "passwd"],
    ["fdp.\u202eexe\u0000\r\n", "fdp.exe"],
    [" é.csv ", "é.csv"],
    ["x".repeat(300), "x".repeat(200)],
    [`${"x".repeat(199)}😀`, "x".repeat(199)],
    ["\u202e", ""],
  ])("%j becomes %j", (given, cleaned) => {
    expect(cleanName(given)).toBe(cleaned);
  });

  it("cannot break out of its header", () => {
    expect(dispositionOf(`a"; filename="b.exe`)).toBe(
      `attachment; filename="a_; filename=_b.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe`,
    );
  });
});

it.each([
  ["UNA:+.? 'UNB+UNOC", false],
  ["  UNB+UNOC:3+x+y+z", false],
  ["PK\u0003\u0004..........", false],
  ["E20;INVOICE;12;13", true],
  ["\ufeffNuméro;Date;T", true],
  ["a\tb\tc\r\n1\t2\t3\r\n", true],
])("%j is a table: %s", (head, expected) => {
  expect(looksLikeTable([...new TextEncoder().encode(head)].slice(0, 16))).toBe(expected);
});

describe("bytes without a row", () => {
  const dayMs = 24 * 60 * 60_000;
  const later = (ms: number) => new Date(Date.now() + ms);
  const strays = async (count: number) => {
    for (let at = 0; at < count; at += 1)
      await env.FILES.put(`ours/${connection}/${crypto.randomUUID()}`, "left behind");
    await env.FILES.put("nobody/knows/this", "left behind");
  };
  const forget = (now: Date) => forgetStrayFiles({ bucket: env.FILES, db, now, limit: 2 });

  it("are erased once they have lain there for a day, page after page, and nothing else is", async () => {
    const kept = await Promise.all(["one", "two", "three"].map((text) => brought(text)));
    await strays(5);
    expect([await forget(later(dayMs - 60_000)), await inR2()]).toEqual([0, 8]);
    expect(await forget(later(dayMs + 60_000))).toBeGreaterThanOrEqual(6);
    expect([await inR2(), await env.FILES.head("nobody/knows/this")]).toEqual([3, null]);
    for (const { id } of kept)
      expect((await ask(at(`/${id}/content`), { as: sessions.staff })).status).toBe(200);
    expect(await forget(later(dayMs + 60_000))).toBe(0);
  });

  it("are looked for once a night", async () => {
    await strays(1);
    const night = new Date(later(2 * dayMs).setUTCHours(3, 0, 30, 0));
    await sweep(env, new Date(night.getTime() + 60_000));
    expect(await inR2()).toBe(1);
    await sweep(env, night);
    expect(await inR2()).toBe(0);
  });
});
