// Averages over published data: equal to those computed from the records, and only of columns for
// which an average makes sense.
import { beforeAll, describe, expect, it } from "vitest";
import type { GroupAverage, RecordPage } from "../../contract/api/record.ts";
import {
  aConfiguration,
  ask,
  openFixture,
  problemOf,
  read,
  refresh,
  signIn,
  type Session,
} from "./fixture.ts";

let admin: Session;
let path = "";

beforeAll(async () => {
  await openFixture();
  admin = await signIn("admin");
  const { id } = await aConfiguration(admin);
  await refresh(admin, id);
  path = `/api/tenants/ours/records/${id}/local_sales`;
});

const averages = (query: Record<string, string>) =>
  ask(`${path}/averages?${new URLSearchParams(query)}`, { as: admin });

describe("averages", () => {
  it("are those of the records, group by group", async () => {
    const { records: all, total } = await read<RecordPage>(
      await ask(`${path}?limit=500`, { as: admin }),
    );
    expect(all.length).toBe(total);
    // Nobody owes what was cancelled, and credit notes count against invoices.
    const records = all.filter(({ data }) => data["state"] !== "cancel");
    const signed = (data: (typeof records)[number]["data"]) =>
      (data["kind"] === "out_refund" ? -1 : 1) * Number(data["total"]);
    const found = await read<GroupAverage[]>(
      await averages({ measures: "total,amount", by: "currency,state" }),
    );
    expect(found.reduce((sum, group) => sum + group.records, 0)).toBe(records.length);
    for (const { groups, records: count, averages: means } of found) {
      const own = records.filter(
        ({ data }) => data["currency"] === groups["currency"] && data["state"] === groups["state"],
      );
      expect(own.length).toBe(count);
      const mean = own.reduce((sum, { data }) => sum + signed(data), 0) / own.length;
      expect(means["total"]).toBeCloseTo(mean, 4);
    }
    expect(found.length).toBeGreaterThan(1);
  });

  it("are those of chosen records only", async () => {
    const all = await read<GroupAverage[]>(
      await averages({ measures: "total", by: "currency,state" }),
    );
    const chosen = await read<GroupAverage[]>(
      await averages({ measures: "total", by: "currency,state", where: '{"currency":"EUR"}' }),
    );
    expect(chosen).toEqual(all.filter(({ groups }) => groups["currency"] === "EUR"));
    expect(chosen.length).toBeGreaterThan(0);
  });

  it.each([
    [{ measures: "partner", by: "currency" }, ["measures"]],
    [{ measures: "total", by: "amount,currency" }, ["by"]],
    [{ measures: "total", by: "state" }, ["measures"]],
    [{ measures: "nothing", by: "nothing" }, ["measures", "by"]],
    [{ measures: "total", by: "currency", where: '{"nothing":"x"}' }, ["where"]],
    [{ measures: "total", by: "currency", where: "not json" }, ["where"]],
    [{ measures: "total", by: "currency", where: '{"currency":{"$gt":""}}' }, ["where.currency"]],
    [{ measures: "total", by: "a,b,c,d" }, ["by"]],
    [{ measures: "total", by: "" }, ["by.0"]],
    [{ measures: "total", by: "currency", surprise: "1" }, [""]],
  ])("%o is refused", async (query, paths) => {
    const answer = await averages(query);
    expect(answer.status).toBe(400);
    const { errors } = (await problemOf(answer)) as { errors?: { path: string }[] };
    expect(errors?.map((error) => error.path)).toEqual(paths);
  });

  it("are for members only", async () => {
    expect((await ask(`${path}/averages?measures=total&by=currency`)).status).toBe(401);
    expect(
      (await ask(`${path}/averages?measures=total&by=currency`, { as: await signIn("stranger") }))
        .status,
    ).toBe(404);
  });
});
