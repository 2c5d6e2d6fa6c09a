// Schedules: the night that is chosen is the night that is run, whatever people click and clocks
// do.
import { describe, expect, it } from "vitest";
import { dueAfterChange, dueAfterStart, nextDue } from "../../core/schedule.ts";
import { hourIn } from "../../core/wall-clock.ts";

const noon = Date.parse("2026-03-02T12:00:00Z");
const hourMs = 3_600_000;
const hourly = { everyMinutes: 60, fromHour: 22, toHour: 6 };
const nightly = { everyMinutes: 1_440, fromHour: 22, toHour: 6 };
const at = (text: string): number => Date.parse(text);
const iso = (moment: number | null): string | null =>
  moment === null ? null : new Date(moment).toISOString().replace(":00.000Z", "Z");

describe("a schedule", () => {
  it("is due so many minutes after the last start, where all hours are allowed", () => {
    expect(nextDue({ ...hourly, fromHour: 0, toHour: 24 }, "Europe/Paris", noon, noon + 1)).toBe(
      noon + hourMs,
    );
    expect(nextDue({ ...hourly, fromHour: 5, toHour: 5 }, "Europe/Paris", noon, noon + 1)).toBe(
      noon + hourMs,
    );
  });

  it.each([
    // schedule, zone, last scheduled start, now, due
    ["waits for its hours", hourly, "Europe/Paris", null, "2026-03-02T12:00Z", "2026-03-02T21:00Z"],
    [
      "goes on inside its hours, past midnight",
      hourly,
      "Europe/Paris",
      "2026-03-02T22:30Z",
      "2026-03-02T22:31Z",
      "2026-03-02T23:30Z",
    ],
    [
      "stops where its hours end",
      hourly,
      "Europe/Paris",
      "2026-03-03T04:30Z",
      "2026-03-03T04:31Z",
      "2026-03-03T21:00Z",
    ],
    [
      "finds the night of a half hour",
      hourly,
      "Asia/Kolkata",
      null,
      "2026-03-02T03:00Z",
      "2026-03-02T16:30Z",
    ],
    [
      "finds the night of a quarter",
      nightly,
      "Asia/Kathmandu",
      null,
      "2026-11-28T08:52Z",
      "2026-11-28T16:15Z",
    ],
    [
      "of a day, saved by day, runs tonight",
      nightly,
      "Europe/Paris",
      null,
      "2026-11-28T13:37Z",
      "2026-11-28T21:00Z",
    ],
    [
      "of a day, saved by night, runs this night",
      nightly,
      "Europe/Paris",
      null,
      "2026-11-28T23:10Z",
      "2026-11-28T23:10Z",
    ],
    [
      "of a day runs once a night",
      nightly,
      "Europe/Paris",
      "2026-11-28T21:00Z",
      "2026-11-28T21:00Z",
      "2026-11-29T21:00Z",
    ],
    [
      "that began late keeps its hour",
      nightly,
      "Europe/Paris",
      "2026-11-29T04:50Z",
      "2026-11-29T04:50Z",
      "2026-11-29T21:00Z",
    ],
    [
      "that began after its hours keeps the next",
      nightly,
      "Europe/Paris",
      "2026-11-29T08:00Z",
      "2026-11-29T08:00Z",
      "2026-11-29T21:00Z",
    ],
    [
      "that was missed runs in what is left of the night",
      nightly,
      "Europe/Paris",
      "2026-11-26T21:00Z",
      "2026-11-29T02:00Z",
      "2026-11-29T02:00Z",
    ],
    [
      "that was missed waits for the next night",
      nightly,
      "Europe/Paris",
      "2026-11-26T21:00Z",
      "2026-11-29T09:00Z",
      "2026-11-29T21:00Z",
    ],
    [
      "of a week counts days",
      { ...nightly, everyMinutes: 10_080 },
      "Europe/Paris",
      "2026-11-22T23:00Z",
      "2026-11-23T09:00Z",
      "2026-11-29T21:00Z",
    ],
    [
      "of many hours passes over no night",
      { ...nightly, everyMinutes: 1_410 },
      "Europe/Paris",
      "2026-03-02T04:50Z",
      "2026-03-02T04:50Z",
      "2026-03-03T04:20Z",
    ],
    [
      "of many hours passes over no night that is shorter",
      { ...nightly, everyMinutes: 1_430 },
      "Europe/Paris",
      "2026-03-28T04:55Z",
      "2026-03-28T04:55Z",
      "2026-03-28T21:00Z",
    ],
  ] as const)("%s", (_, schedule, zone, last, now, due) => {
    expect(iso(nextDue(schedule, zone, last === null ? null : at(last), at(now)))).toBe(due);
  });

  it.each([
    // In spring these hours do not exist: the change itself stands for them. In autumn they come
    // twice, and open once.
    ["Europe/Paris", 2, 3, "2026-03-28T01:00Z", "2026-03-29T01:00Z", "2026-03-30T00:00Z"],
    ["Europe/Paris", 2, 3, "2026-10-24T00:00Z", "2026-10-25T00:00Z", "2026-10-26T01:00Z"],
    ["Europe/Paris", 22, 6, "2026-03-27T21:00Z", "2026-03-28T21:00Z", "2026-03-29T20:00Z"],
    ["Europe/Paris", 22, 6, "2026-10-23T20:00Z", "2026-10-24T20:00Z", "2026-10-25T21:00Z"],
    ["America/New_York", 2, 3, "2026-03-07T07:00Z", "2026-03-08T07:00Z", "2026-03-09T06:00Z"],
    ["America/New_York", 1, 2, "2026-10-31T05:00Z", "2026-11-01T05:00Z", "2026-11-02T06:00Z"],
    // Half an hour is skipped, from 2:00 to 2:30.
    ["Australia/Lord_Howe", 2, 3, "2026-10-02T15:30Z", "2026-10-03T15:30Z", "2026-10-04T15:00Z"],
    ["Australia/Lord_Howe", 1, 2, "2026-04-03T14:00Z", "2026-04-04T14:00Z", "2026-04-05T14:30Z"],
    // The day itself begins at one o'clock.
    ["Africa/Cairo", 0, 1, "2026-04-22T22:00Z", "2026-04-23T22:00Z", "2026-04-24T21:00Z"],
  ])(
    "in %s of %i to %i o’clock runs each night when clocks change",
    (zone, fromHour, toHour, first, second, third) => {
      const daily = { everyMinutes: 1_440, fromHour, toHour };
      expect(iso(nextDue(daily, zone, at(first), at(first)))).toBe(second);
      expect(iso(nextDue(daily, zone, at(second), at(second)))).toBe(third);
    },
  );

  it.each([
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "America/St_Johns",
  ])(
    "runs once on each day of a year in %s, whatever its hours",
    (zone) => {
      for (const fromHour of [0, 1, 2, 3, 12, 22, 23])
        for (const hours of [1, 8]) {
          const daily = { everyMinutes: 1_440, fromHour, toHour: (fromHour + hours) % 24 };
          let due = nextDue(daily, zone, noon, noon);
          for (let day = 0; day < 365; day += 1) {
            const next = nextDue(daily, zone, due, due + 60_000);
            // A day of a change of clocks is longer or shorter by that.
            expect(Math.abs(next - due - 24 * hourMs)).toBeLessThanOrEqual(hourMs);
            due = next;
          }
        }
    },
    60_000,
  );

  it("opens at its hour on the wall", () => {
    const due = nextDue(hourly, "Europe/Paris", null, noon);
    expect([hourIn("Europe/Paris", due), hourIn("Europe/Paris", due - 60_000)]).toEqual([22, 21]);
  });
});

describe("a start", () => {
  const timed = { schedule: nightly, timeZone: "Europe/Paris" };
  const tonight = at("2026-11-28T21:00Z");
  const before = {
    dueAt: tonight,
    anchorAt: tonight,
    lastAt: at("2026-11-27T21:00Z"),
    paused: false,
  };

  it("by a person does not move the night", () => {
    expect(
      dueAfterStart(timed, before, { now: at("2026-11-28T13:37Z"), scheduled: false }),
    ).toEqual(before);
  });
  it("by the schedule moves it to the next", () => {
    const after = dueAfterStart(timed, before, { now: tonight + 5_000, scheduled: true });
    expect(after).toEqual({ ...before, dueAt: at("2026-11-29T21:00Z"), lastAt: tonight + 5_000 });
  });
  it("by a person ends a pause, and does not make up for what was missed in it", () => {
    const paused = { ...before, paused: true };
    const during = dueAfterStart(timed, paused, { now: at("2026-11-28T13:37Z"), scheduled: false });
    expect(during).toEqual(before);
    const late = dueAfterStart(timed, paused, { now: at("2026-11-30T13:37Z"), scheduled: false });
    expect([iso(late.dueAt), late.paused]).toEqual(["2026-11-30T21:00Z", false]);
  });
});

describe("the hour of a schedule", () => {
  const allDay = (everyMinutes: number) => ({ everyMinutes, fromHour: 0, toHour: 24 });
  /** When it is due, run after run, each so much later than it should have been. */
  function dues(
    schedule: typeof nightly,
    zone: string,
    saved: string,
    { runs, lateMs }: { runs: number; lateMs: number },
  ): string[] {
    const timed = { schedule, timeZone: zone };
    let current = {
      ...dueAfterChange(timed, undefined, at(saved))!,
      lastAt: null as number | null,
      paused: false,
    };
    return Array.from({ length: runs }, () => {
      const due = current.dueAt;
      const after = dueAfterStart(timed, current, { now: due + lateMs, scheduled: true });
      current = {
        ...current,
        ...after,
        anchorAt: after.anchorAt ?? due,
        dueAt: after.dueAt ?? due,
      };
      return iso(due) ?? "";
    });
  }

  it.each([5_000, 40 * 60_000, 7 * hourMs])(
    "stays for a year, though each run begins %d ms late",
    (lateMs) => {
      const moments = dues(allDay(1_440), "Europe/Paris", "2026-01-05T13:37Z", {
        runs: 365,
        lateMs,
      });
      expect(moments.slice(0, 2)).toEqual(["2026-01-06T13:37Z", "2026-01-07T13:37Z"]);
      const walls = new Set(
        moments.map((moment) =>
          new Date(moment).toLocaleTimeString("en-GB", { timeZone: "Europe/Paris" }),
        ),
      );
      expect([...walls]).toEqual(["14:37:00"]);
      expect(new Set(moments.map((moment) => moment.slice(0, 10))).size).toBe(365);
    },
  );

  it("that clocks skip on one night comes back on the next", () => {
    expect(
      dues(allDay(1_440), "Europe/Paris", "2026-03-27T01:30Z", { runs: 3, lateMs: 60_000 }),
    ).toEqual(["2026-03-28T01:30Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z"]);
  });

  it("that clocks show twice is due once", () => {
    expect(
      dues(allDay(1_440), "Europe/Paris", "2026-10-23T00:30Z", { runs: 4, lateMs: 60_000 }),
    ).toEqual(["2026-10-24T00:30Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z", "2026-10-27T01:30Z"]);
  });

  it.each([
    [allDay(60), 50 * 60_000, ["2026-03-02T13:10Z", "2026-03-02T14:10Z", "2026-03-02T15:10Z"]],
    // What was missed while another refresh ran is not made up for, and the grid stays.
    [allDay(60), 70 * 60_000, ["2026-03-02T13:10Z", "2026-03-02T15:10Z", "2026-03-02T17:10Z"]],
    [allDay(10_080), 30 * hourMs, ["2026-03-09T12:10Z", "2026-03-16T12:10Z", "2026-03-23T12:10Z"]],
    [
      { ...nightly, everyMinutes: 60 },
      50 * 60_000,
      ["2026-03-02T22:00Z", "2026-03-02T23:00Z", "2026-03-03T00:00Z"],
    ],
    [
      { ...nightly, everyMinutes: 10_080 },
      50 * hourMs,
      ["2026-03-02T22:00Z", "2026-03-09T22:00Z", "2026-03-16T22:00Z"],
    ],
  ] as const)("stays for %o, each run late by %d ms", (schedule, lateMs, moments) => {
    expect(dues(schedule, "UTC", "2026-03-02T12:10Z", { runs: 3, lateMs })).toEqual(moments);
  });

  it("stays where a person ends a pause by a click", () => {
    const timed = { schedule: allDay(1_440), timeZone: "Europe/Paris" };
    const due = at("2026-11-28T13:37Z");
    const current = { dueAt: due, anchorAt: due, lastAt: null, paused: true };
    const clicked = dueAfterStart(timed, current, {
      now: at("2026-11-30T09:12Z"),
      scheduled: false,
    });
    expect([iso(clicked.dueAt), clicked.paused]).toEqual(["2026-11-30T13:37Z", false]);
  });

  it("is counted from when it was due where nothing says from when", () => {
    const timed = { schedule: allDay(1_440), timeZone: "UTC" };
    const current = { dueAt: noon, anchorAt: null, lastAt: null, paused: false };
    const after = dueAfterStart(timed, current, { now: noon + hourMs, scheduled: true });
    expect([after.dueAt, after.anchorAt]).toEqual([noon + 24 * hourMs, noon]);
  });
});

describe("a schedule that is saved", () => {
  const plan = (schedule: typeof nightly) => ({ schedule, timeZone: "Europe/Paris" });
  const saved = at("2026-11-28T13:37Z");
  const due = (copy: ReturnType<typeof plan>, stored: Parameters<typeof dueAfterChange>[1]) =>
    iso(dueAfterChange(copy, stored, saved)?.dueAt ?? null);

  it("by day for the night runs tonight", () => {
    expect(due(plan(nightly), undefined)).toBe("2026-11-28T21:00Z");
    expect(due(plan({ ...nightly, everyMinutes: 480 }), undefined)).toBe("2026-11-28T21:00Z");
  });
  it("with other hours runs tonight, though it ran today", () => {
    const stored = {
      plan: plan({ ...nightly, fromHour: 7, toHour: 19 }),
      dueAt: null,
      anchorAt: null,
      lastAt: at("2026-11-28T06:00Z"),
    };
    expect(due(plan(nightly), stored)).toBe("2026-11-28T21:00Z");
  });
});
