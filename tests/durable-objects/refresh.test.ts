import { describe, expect, it } from "vitest";
import { anOrder, aPlan, ended, tenantDoor } from "./source.ts";

describe("a refresh through the real lanes", () => {
  it("brings the source's records, verified and published whole; again, it writes nothing", async () => {
    const door = tenantDoor("t-whole");
    const plan = await aPlan("t-whole");
    const started = await door.start(anOrder("t-whole", plan));
    expect(started.type).toBe("started");
    const first = await ended(door);
    console.log(JSON.stringify(first, null, 1));
    expect(first.status).toMatch(/^completed/);
    await door.start(anOrder("t-whole", plan));
    const second = await ended(door);
    console.log(second.rowsWritten, second.counts, (Date.parse(second.endedAt ?? "") - Date.parse(second.startedAt)));
    expect(second.rowsWritten).toBe(0);
  });
});
