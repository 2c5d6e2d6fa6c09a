// Knack's raw values, academic years and limits.
import { describe, expect, it } from "vitest";
import type { Json } from "../../contract/values/json.ts";
import { limitsIn } from "../../connectors/knack/limits.ts";
import { accountOf, addressOf, KnackSettings, paceOf } from "../../connectors/knack/settings.ts";
import {
  linkedIds,
  outOfRange,
  readers,
  unreadable,
  type ReadValue,
  type Reader,
} from "../../connectors/knack/values.ts";
import { academicYearOf, dayAt, rulesWithin } from "../../connectors/knack/year.ts";

/** A raw date of a real application: midnight is 12 am, and the stamps are the wall clock. */
const rawDate: Json = {
  date: "09/11/2019",
  date_formatted: "09/11/2019",
  hours: "12",
  minutes: "00",
  am_pm: "AM",
  unix_timestamp: 1568160000000,
  iso_timestamp: "2019-09-11T00:00:00.000Z",
  timestamp: "09/11/2019 12:00 am",
  time: 720,
};

describe("a raw value is read by its field's type", () => {
  it.each<[Reader, Json | undefined, ReadValue]>([
    ["text", "Extra Cheese", "Extra Cheese"],
    ["text", "", null],
    ["text", "  ", null],
    ["text", undefined, null],
    ["text", null, null],
    ["text", [], null],
    ["text", [null], null],
    ["text", [""], null],
    ["text", ["a", "b"], "a, b"],
    ["text", ["a", null], "a"],
    ["text", 12, "12"],
    ["text", -0, "0"],
    ["text", true, unreadable],
    ["text", { a: 1 }, unreadable],
    ["text", [1], unreadable],
    ["text", "\ud800", unreadable],
    ["name", { first: "Pizza", middle: "Danger", last: "the Hut" }, "Pizza Danger the Hut"],
    ["name", { first: "Pizza", last: "the Hut" }, "Pizza the Hut"],
    ["name", { first: " Pizza ", last: "" }, "Pizza"],
    ["name", { first: "", last: "" }, null],
    ["name", { first: 1 }, unreadable],
    ["name", "the Hut", "the Hut"],
    ["name", "", null],
    ["email", { email: "x@y.example" }, "x@y.example"],
    ["email", { email: " x@y.example ", label: "X" }, "x@y.example"],
    ["email", "x@y.example", "x@y.example"],
    ["email", { email: "" }, null],
    ["email", { label: "X" }, null],
    ["email", { email: 1 }, unreadable],
    ["email", "", null],
    ["whole", 2, 2],
    ["whole", "3", 3],
    ["whole", "", null],
    ["whole", 2.5, unreadable],
    ["whole", "Cycle 2", unreadable],
    ["whole", 1e300, unreadable],
    ["score", 0, 0],
    ["score", -0, 0],
    ["score", 10, 10],
    ["score", 6.4, 6.4],
    ["score", "7", 7],
    ["score", " 7.5 ", 7.5],
    ["score", "", null],
    ["score", 10.1, outOfRange],
    ["score", -1, outOfRange],
    ["score", "11", outOfRange],
    ["score", "9.000000000000001", unreadable],
    ["score", "seven", unreadable],
    ["score", "1e1", unreadable],
    ["score", true, unreadable],
    ["score", [7], unreadable],
    ["linked", [{ id: "5c", identifier: "Clarke Dev" }], ["Clarke Dev"]],
    [
      "linked",
      [
        { id: "5c", identifier: "A" },
        { id: "5d", identifier: "B" },
      ],
      ["A", "B"],
    ],
    ["linked", [{ id: "5c" }], ["5c"]],
    ["linked", [null], []],
    ["linked", "", []],
    ["linked", undefined, []],
    [
      "text",
      "<p>I plan&nbsp;my <strong>week</strong>.</p><p>Tom &amp; I</p>",
      "I plan my week.\nTom & I",
    ],
    ["text", 'one<br />two<br>three <a href="https://x.example">here</a>', "one\ntwo\nthree here"],
    ["text", "<ul><li>read</li><li>write</li></ul>", "read\nwrite"],
    ["text", "<style>p{color:red}</style><p>seen</p><!-- not -->", "seen"],
    ["text", "&pound;5 &#8211; it&rsquo;s &#x1F600;", "£5 – it’s 😀"],
    ["text", "&amp;lt;b&amp;gt;", "&lt;b&gt;"],
    ["text", "<p><br></p>", null],
    ["text", "&nbsp;", null],
    ["text", "one<p>two</p>three<div>four</div>", "one\ntwo\nthree\nfour"],
    ["text", "<p>one</p><p><br></p>\n<p>two</p>", "one\n\ntwo"],
    [
      "text",
      "<table><tbody><tr><td>tablerow</td><td>1</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>",
      "tablerow 1 1\n2",
    ],
    [
      "text",
      "&Eacute;cole &eacute;t&eacute; &agrave; 5&nbsp;&frac12;&deg; &laquo;o&ugrave;&raquo; &NBSP;&AMP; &AElig;",
      "École été à 5 ½° «où»  & Æ",
    ],
    ["text", "it&#146;s &#150; &#x80;5", "it’s – €5"],
    ["text", "co&shy;op &#7;&#0;&#xD800;", "coop &#7;&#0;&#xD800;"],
    [
      "text",
      "<script>steal()</script>kept<SCRIPT src='x'>more</SCRIPT> <!-- a --> and <!-- b",
      "kept  and <!-- b",
    ],
    ["text", "<h1>Plan</h1>read<hr>write", "Plan\nread\nwrite"],
    ["text", '<a href="mailto:x@y.example">x@y.example</a>', "x@y.example"],
    // Text that somebody wrote between angle brackets is not markup.
    [
      "text",
      "a < b and c > d, <me>, x<y>z, 5 &c; AT&T &bogus;",
      "a < b and c > d, <me>, x<y>z, 5 &c; AT&T &bogus;",
    ],
    ["text", Number.POSITIVE_INFINITY, unreadable],
    ["name", { first: "<b>Ann</b>", last: "O&#39;Neil" }, "Ann O'Neil"],
    ["name", { first: "\ud800" }, unreadable],
    ["linked", [{ id: "5c", identifier: "<b>Clarke</b>" }], ["Clarke"]],
    ["linked", [{ id: "5c", identifier: "\ud800" }], unreadable],
    ["linked", '<span class="5c">A</span>', unreadable],
    ["linked", [7], unreadable],
  ])("%s %j", (reader, value, expected) => {
    expect(readers[reader](value, { dateOrder: "dd/mm/yyyy" })).toEqual(expected);
  });
});

it.each([
  ["unclosed comments", "<!-- "],
  ["unclosed tags", "<p "],
  ["spaces before a line break", "<br>          "],
  ["invalid entities", "&#"],
  ["unclosed styles", "<style>"],
])("a text with many %s is read quickly", (_, piece) => {
  // Two million characters: code that scans the rest at each of them would take hours.
  const text = piece.repeat(2_000_000 / piece.length);
  expect(typeof readers.text(text, { dateOrder: "dd/mm/yyyy" })).not.toBe("symbol");
});

describe("a day", () => {
  it.each<[Json, ReadValue, ReadValue]>([
    // An American application writes 11 September as 09/11: its stamps show which day is meant,
    // whatever was declared.
    [rawDate, "2019-09-11", "2019-09-11"],
    [{ iso_timestamp: "2026-07-31T23:59:00.000Z", date: "31/07/2026" }, "2026-07-31", "2026-07-31"],
    [{ unix_timestamp: 1568160000000 }, "2019-09-11", "2019-09-11"],
    [{ date_formatted: "09/11/2019" }, "2019-11-09", "2019-09-11"],
    // The order of this one is not stated.
    [{ date: "09/11/2019" }, unreadable, unreadable],
    [{ date: "31/12/2019" }, "2019-12-31", "2019-12-31"],
    [{ date: "09/09/2019" }, "2019-09-09", "2019-09-09"],
    [{ iso_timestamp: "soon", unix_timestamp: "soon", date: "soon" }, unreadable, unreadable],
    [{}, unreadable, unreadable],
    ["01/08/2026", "2026-08-01", "2026-01-08"],
    ["1/8/2026", "2026-08-01", "2026-01-08"],
    ["01/08/2026 00:30", "2026-08-01", "2026-01-08"],
    ["01/08/2026 12:30 am", "2026-08-01", "2026-01-08"],
    ["31/07/2026", "2026-07-31", unreadable],
    ["07/31/2026", unreadable, "2026-07-31"],
    ["2026-07-31", "2026-07-31", "2026-07-31"],
    ["2026-07-31T23:30:00Z", "2026-07-31", "2026-07-31"],
    ["29/02/2028", "2028-02-29", unreadable],
    ["29/02/2027", unreadable, unreadable],
    ["31/11/2026", unreadable, unreadable],
    ["00/01/2026", unreadable, unreadable],
    ["yesterday", unreadable, unreadable],
    ["01/08/26", unreadable, unreadable],
    ["01-08-2026", unreadable, unreadable],
    ["01/08/2026 and then", unreadable, unreadable],
    ["", null, null],
    [null, null, null],
    [20260801, unreadable, unreadable],
    [
      { iso_timestamp: "+275760-09-13T00:00:00.000Z", unix_timestamp: 1e300 },
      unreadable,
      unreadable,
    ],
  ])("%j", (value, british, american) => {
    expect(readers.day(value, { dateOrder: "dd/mm/yyyy" })).toBe(british);
    expect(readers.day(value, { dateOrder: "mm/dd/yyyy" })).toBe(american);
  });
});

describe("ids of a connection", () => {
  it.each<[Json | undefined, string[] | null]>([
    [[{ id: "5A00000000000000000000F6", identifier: "A" }], ["5a00000000000000000000f6"]],
    [
      [{ id: "a" }, null, { id: "b" }],
      ["a", "b"],
    ],
    ["", []],
    [undefined, []],
    ['<span class="a">A</span><br /><span class="b">B</span>', null],
    [[{ identifier: "A" }], null],
    [[7], null],
  ])("%j", (value, ids) => expect(linkedIds(value)).toEqual(ids));
});

describe("the academic year", () => {
  it.each([
    ["uk", "2026-07-31", "2025/2026", "2025-08-01", "2026-07-31"],
    ["uk", "2026-08-01", "2026/2027", "2026-08-01", "2027-07-31"],
    ["uk", "2027-01-15", "2026/2027", "2026-08-01", "2027-07-31"],
    ["australia", "2026-01-01", "2026/2026", "2026-01-01", "2026-12-31"],
    ["australia", "2026-12-31", "2026/2026", "2026-01-01", "2026-12-31"],
  ] as const)("of a %s school on %s is %s", (calendar, day, label, first, last) => {
    expect(academicYearOf(calendar, day)).toEqual({ label, first, last });
  });

  it.each([
    // British summer time and Sydney are ahead: the next year has begun there.
    ["uk", "2026-07-31T22:59:59Z", "2026-07-31"],
    ["uk", "2026-07-31T23:00:00Z", "2026-08-01"],
    ["uk", "2026-12-31T23:59:59Z", "2026-12-31"],
    ["australia", "2026-12-31T12:59:59Z", "2026-12-31"],
    ["australia", "2026-12-31T13:00:00Z", "2027-01-01"],
  ] as const)("begins at midnight of a %s school: at %s it is %s", (calendar, at, day) => {
    expect(dayAt(calendar, at)).toBe(day);
  });

  it.each([
    ["uk", "dd/mm/yyyy", "31/07/2025", "01/08/2026"],
    ["uk", "mm/dd/yyyy", "07/31/2025", "08/01/2026"],
    ["australia", "dd/mm/yyyy", "31/12/2025", "01/01/2027"],
  ] as const)(
    "of a %s school is requested, in %s, by the days around it",
    (calendar, order, after, before) => {
      expect(rulesWithin(academicYearOf(calendar, "2026-03-01"), "field_855", order)).toEqual([
        { field: "field_855", operator: "is after", value: after },
        { field: "field_855", operator: "is before", value: before },
      ]);
    },
  );
});

describe("the limits in a response", () => {
  // Headers as captured from a real account.
  const captured = {
    "x-planlimit-limit": "75000",
    "x-planlimit-remaining": "37501",
    "x-planlimit-reset": "57413141",
    "x-ratelimit-limit": "10",
    "x-ratelimit-remaining": "8",
    "x-ratelimit-reset": "1790755388",
  };
  const now = 1_790_755_387_400;
  const day = { remaining: 37_501, limit: 75_000 };

  it.each<[string, number, Record<string, string>, unknown]>([
    ["state how many calls are left today", 200, captured, { day }],
    [
      "require a short wait when this second is used up",
      200,
      { ...captured, "x-ratelimit-remaining": "0" },
      { day, silentForMs: 600 },
    ],
    [
      "ask for a moment at a burst",
      429,
      { ...captured, "x-ratelimit-remaining": "0" },
      { day, silentForMs: 600 },
    ],
    [
      "require a second when the reset has passed",
      429,
      { ...captured, "x-ratelimit-reset": "1790755000" },
      { day, silentForMs: 1_000 },
    ],
    [
      "never require much more than a second after a burst",
      429,
      { ...captured, "x-ratelimit-reset": "1790759999" },
      { day, silentForMs: 1_000 },
    ],
    [
      "go by the source's own clock",
      429,
      {
        ...captured,
        date: "Wed, 30 Sep 2026 07:23:07 GMT",
        "x-ratelimit-reset": String(Date.parse("2026-09-30T07:23:08Z") / 1_000),
      },
      { day, silentForMs: 1_000 },
    ],
    [
      "require silence until the end of the day when its calls are used up",
      429,
      { ...captured, "x-planlimit-remaining": "0" },
      { day: { remaining: 0, limit: 75_000 }, silentForMs: 57_413_141 },
    ],
    [
      "assume midnight UTC if it is not stated",
      429,
      { "x-planlimit-remaining": "0" },
      { silentForMs: 86_400_000 - (now % 86_400_000) },
    ],
    [
      "state that the last call was used, which is not a refusal",
      200,
      { ...captured, "x-planlimit-remaining": "0" },
      { day: { remaining: 0, limit: 75_000 } },
    ],
    ["require a second when nothing is stated", 429, {}, { silentForMs: 1_000 }],
    ["state nothing otherwise", 200, {}, {}],
    [
      "are ignored when they are invalid",
      200,
      { "x-planlimit-limit": "many", "x-planlimit-remaining": "-1" },
      {},
    ],
    [
      "never leave more calls than there are",
      200,
      { "x-planlimit-limit": "10", "x-planlimit-remaining": "11" },
      { day: { remaining: 10, limit: 10 } },
    ],
  ])("%s (%i)", (_, status, headers, said) => {
    expect(limitsIn({ status, headers }, now)).toEqual(said);
  });
});

describe("settings", () => {
  const application = "C0FFEE00c0ffee00c0ffee01";
  it("have a default address, calendar and reserve", () => {
    const settings = KnackSettings.parse({ application });
    expect(settings).toEqual({
      url: "https://api.knack.com",
      application: application.toLowerCase(),
      account: "",
      establishment: "",
      calendar: "uk",
      dateOrder: "schema",
      dayReserve: 100,
    });
    expect(paceOf(settings)).toEqual({
      callsPerSecond: 10,
      parallelCalls: 3,
      callsPerDay: null,
      dayReserve: 100,
    });
  });

  it("share a Gate with all applications of an account, at one address", () => {
    const one = KnackSettings.parse({ application, account: "Trust" });
    const other = KnackSettings.parse({
      application: "c0ffee00c0ffee00c0ffee02",
      account: "Trust",
      url: "https://api.knack.com/v1",
    });
    const elsewhere = KnackSettings.parse({
      application,
      account: "Trust",
      url: "https://eu-api.knack.com",
    });
    expect(accountOf(one)).toBe(accountOf(other));
    expect(accountOf(one)).not.toBe(accountOf(elsewhere));
    expect(accountOf(KnackSettings.parse({ application }))).toBe(
      `https://api.knack.com/${application.toLowerCase()}`,
    );
    expect(addressOf(other).href).toBe("https://api.knack.com/");
  });

  it.each([
    { application: "" },
    { application: "c0ffee" },
    { application: "../../v1" },
    { application, establishment: "Ashdown" },
    { application, url: "ftp://api.knack.com" },
    { application, calendar: "moon" },
    { application, dayReserve: -1 },
    { application, tenant: "theirs" },
  ])("%o are refused", (settings) => expect(KnackSettings.safeParse(settings).success).toBe(false));
});
