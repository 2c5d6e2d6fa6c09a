// Use cases called without HTTP, as a schedule, a program or an embedded button calls them: each
// decides about access itself, before it looks at anything else.
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { ConfigurationDraft } from "../../contract/api/configuration.ts";
import type { TenantCall } from "../../worker/access/call.ts";
import { actions } from "../../worker/access/permissions.ts";
import type { Principal } from "../../worker/access/principal.ts";
import {
  changeConfiguration,
  createConfiguration,
  deleteConfiguration,
} from "../../worker/configurations/change.ts";
import {
  changeConnection,
  createConnection,
  deleteConnection,
} from "../../worker/connections/change.ts";
import { checkConnection, discoverResources } from "../../worker/connections/check.ts";
import { clearGate, gateViewOf } from "../../worker/connections/gate.ts";
import type { ConnectionCall } from "../../worker/connections/scope.ts";
import { shareConnection, sharesOf, unshareConnection } from "../../worker/connections/share.ts";
import { connectionsOf } from "../../worker/connections/view.ts";
import { openDatabase } from "../../worker/db/database.ts";
import { audit, member } from "../../worker/db/schema.ts";
import { keepPreview } from "../../worker/files/preview.ts";
import { deleteFile, uploadFile } from "../../worker/files/upload.ts";
import { addMember, changeMember, membersOf, removeMember } from "../../worker/members/members.ts";
import { cancelRun, undoRun } from "../../worker/runs/stop.ts";
import { aConnection, emailOf, openFixture, signInAll, type Session } from "./fixture.ts";
import { aPerson, aToken, anEmbed } from "./principals.ts";

const db = openDatabase(env.DB);
let admin: Session;

beforeAll(async () => {
  await openFixture();
  ({ admin } = await signInAll());
});

const tenant = {
  id: "ours",
  name: "ours",
  timeZone: "Europe/Paris",
  jurisdiction: null,
  settingsVersion: 0,
};
const callBy = (principal: Principal, role: "viewer" | "admin" | null = null): TenantCall => ({
  env,
  db,
  now: () => new Date(),
  locale: "en",
  principal,
  membership: { tenant, role },
});

// None of these ids exists: whoever is refused does not learn that.
const connection = "no-such-connection";
const ref = { connection, file: "no-such-file" };
const person = "no-such-person";
const draft = ConfigurationDraft.parse({
  name: "X",
  connection,
  template: "treasury",
  resources: ["local_sales"],
});

const ofConnections: Record<string, (call: ConnectionCall) => Promise<unknown>> = {
  createConnection: (call) =>
    createConnection(call, { name: "X", kind: "odoo", settings: { surprise: 1 } }),
  changeConnection: (call) => changeConnection(call, { connection, change: { name: "Y" } }),
  deleteConnection: (call) => deleteConnection(call, { connection }),
  checkConnection: (call) => checkConnection(call, { connection, typed: {} }),
  discoverResources: (call) =>
    discoverResources(call, { connection, order: { template: "treasury" } }),
  connectionsOf,
};
const aboveTenants: Record<string, (call: ConnectionCall) => Promise<unknown>> = {
  clearGate: (call) => clearGate(call, { connection }),
  gateViewOf: (call) => gateViewOf(call, { connection }),
  sharesOf: (call) => sharesOf(call, { connection }),
  shareConnection: (call) => shareConnection(call, { connection, tenant: "ours", settings: {} }),
  unshareConnection: (call) => unshareConnection(call, { connection, tenant: "ours" }),
};
const ofFiles: Record<string, (call: TenantCall) => Promise<unknown>> = {
  uploadFile: (call) => uploadFile(call, { connection, name: "a.edi", length: null, body: null }),
  keepPreview: (call) => keepPreview(call, ref),
  deleteFile: (call) => deleteFile(call, ref),
};
const ofAdmins: Record<string, (call: TenantCall) => Promise<unknown>> = {
  createConfiguration: (call) => createConfiguration(call, draft),
  changeConfiguration: (call) =>
    changeConfiguration(call, { configuration: "none", change: { name: "Y" } }),
  deleteConfiguration: (call) => deleteConfiguration(call, { configuration: "none" }),
  addMember: (call) => addMember(call, { email: "nobody@example.com", role: "admin" }),
  changeMember: (call) => changeMember(call, { person, role: "admin" }),
  removeMember: (call) => removeMember(call, { person }),
  membersOf,
  undoRun: (call) => undoRun(call, { run: "none" }),
  ...ofConnections,
};
const ofStaff = { cancelRun: (call: TenantCall) => cancelRun(call, { run: "none" }), ...ofFiles };

describe("a use case", () => {
  it.each(Object.entries({ ...ofAdmins, ...ofStaff, ...aboveTenants }))(
    "%s is refused to an embedded button and to a viewer, who may only watch and start",
    async (_, order) => {
      for (const call of [
        callBy(anEmbed),
        callBy(aPerson({ globalAdmin: false }), "viewer"),
        callBy(aToken(actions, ["theirs"])),
      ])
        await expect(order(call)).rejects.toThrow("not_allowed");
    },
  );

  it.each(Object.entries({ ...ofAdmins, ...aboveTenants }))(
    "%s is refused to a program, whatever its scopes",
    async (_, order) => {
      await expect(order(callBy(aToken(actions)))).rejects.toThrow("not_allowed");
    },
  );

  it.each(Object.entries(ofFiles))("%s is open to a program with its scope", async (_, order) => {
    await expect(order(callBy(aToken(["file.write"])))).rejects.toThrow("not_found");
    await expect(order(callBy(aToken(["file.read"])))).rejects.toThrow("not_allowed");
  });

  it.each(Object.entries({ ...ofConnections, ...aboveTenants }))(
    "%s above tenants is refused to an administrator of one",
    async (_, order) => {
      const call = callBy(aPerson({ globalAdmin: false }), "admin");
      await expect(order({ ...call, membership: null })).rejects.toThrow("not_allowed");
    },
  );
});

describe("called by a program", () => {
  it("an upload keeps the file once, under the name of the program", async () => {
    const { id } = await aConnection(admin, { kind: "invoices", settings: {}, secret: undefined });
    const bytes = new TextEncoder().encode("UNB+UNOC:3'");
    const upload = () =>
      uploadFile(callBy(aToken(["file.write"])), {
        connection: id,
        name: "a.edi",
        length: bytes.length,
        body: new Response(bytes).body,
      });
    const first = await upload();
    expect([first.alreadyThere, first.name, first.uploadedBy]).toEqual([false, "a.edi", null]);
    expect(await upload()).toEqual({ ...first, alreadyThere: true });
    const entries = await db.select().from(audit).where(eq(audit.target, first.id));
    expect(
      entries.map(({ action, person: by, personName, facts }) => [action, by, personName, facts]),
    ).toEqual([
      ["file_uploaded", "t1", "Nightly export", { name: "a.edi", bytes: "11", connection: id }],
    ]);
  });
});

describe("called by an administrator", () => {
  const call = () => callBy(aPerson({ globalAdmin: false }), "admin");

  it("a change of a configuration keeps what it does not name", async () => {
    const source = await aConnection(admin);
    const made = await createConfiguration(call(), {
      ...draft,
      connection: source.id,
      startedBy: [],
      limits: { ...draft.limits, lanes: 2 },
    });
    const changed = await changeConfiguration(call(), {
      configuration: made.id,
      change: { name: "Cash" },
    });
    expect({ ...changed, updatedAt: "" }).toEqual({ ...made, name: "Cash", updatedAt: "" });
  });

  it("a member who was added can be changed and removed", async () => {
    const { person: added } = await addMember(call(), { email: emailOf("former"), role: "viewer" });
    const changed = await changeMember(call(), { person: added.id, role: "staff" });
    expect([changed.person, changed.role]).toEqual([added, "staff"]);
    await removeMember(call(), { person: added.id });
    expect(await db.select().from(member).where(eq(member.person, added.id))).toEqual([]);
  });
});
