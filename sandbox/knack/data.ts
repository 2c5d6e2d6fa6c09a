// The rows of the simulated schools: seeded, for this academic year and the last, with the oddities
// of real ones.
import { knackSandbox } from "../accounts.ts";
import { Random } from "../random.ts";
import type { Json, Linked, WallTime, Value } from "./fields.ts";
import { dayOf, lengthOf, startYear, type Calendar } from "./year.ts";

export interface Row {
  id: string;
  values: Map<string, Value>;
  /** Raw forms that a test has substituted. */
  raw: Map<string, Json>;
}

export type SchoolName = keyof typeof knackSandbox.schools;
export const schoolNames = Object.keys(knackSandbox.schools) as SchoolName[];

const firstNames = [
  "Amara",
  "Ben",
  "Chloe",
  "Dev",
  "Elsie",
  "Farid",
  "Grace",
  "Hugo",
  "Imogen",
  "Jonah",
  "Keira",
  "Liam",
  "Maya",
  "Noor",
];
const lastNames = [
  "Abbott",
  "Begum",
  "Clarke",
  "Dixon",
  "Evans",
  "Fraser",
  "Gill",
  "Hughes",
  "Iqbal",
  "Jones",
  "Khan",
  "Lewis",
];
const faculties = ["Sciences", "Humanities", "Arts", "Sport"];
const courses = ["Biology", "Chemistry", "English", "French", "History", "Physics"];
const thoughts = [
  "I revise little and often now.",
  "I know what I want to do next.",
  "Tests still make me nervous.",
  "Planning my week helps.",
];
const goals = [
  "Hand in work on time.",
  "Ask for help sooner.",
  "Read for half an hour a day.",
  "Keep one diary for everything.",
];

/** Ascending ids of 24 hexadecimal digits: ids are in order of creation. */
export class Ids {
  #made = 0;

  next(): string {
    this.#made += 1;
    return `58643557d1ea94${this.#made.toString(16).padStart(10, "0")}`;
  }
}

export function schoolRow(name: SchoolName): Row {
  const { id, name: title, calendar } = knackSandbox.schools[name];
  const values: [string, Value][] = [
    ["field_44", title],
    ["field_2209", "Active"],
    ["field_63", "COACHING PORTAL"],
    // Only this exact text means yes.
    ["field_3573", calendar === "australia" ? "True" : "true"],
  ];
  return { id, values: new Map(values), raw: new Map() };
}

/**
 * The staff of a school as the results refer to them: one who sees all of its students, and tutors
 * who see some.
 */
const staffOf = (schoolId: string, at: number): Linked => ({
  id: `5c0000000000000000000${schoolId.slice(-2)}${at}`,
  identifier: `${lastNames[at]} ${firstNames[at]}`,
});

/** The staff of a school; the second one's record has every field filled. */
export function staffRows(name: SchoolName): Row[] {
  const { id: schoolId, name: title } = knackSandbox.schools[name];
  return [0, 1, 2, 3].map((at) => {
    const { id, identifier } = staffOf(schoolId, at);
    const [first = "", last = ""] = [firstNames[at], lastNames[at]];
    const number = schoolNames.indexOf(name) * 4 + at + 1;
    const values: [string, Value][] = [
      ["field_83", number],
      ["field_84", identifier],
      ["field_85", { first, last }],
      ["field_86", `${first}.${last}@${name}.example`.toLowerCase()],
      ["field_110", [{ id: schoolId, identifier: title }]],
    ];
    return {
      id,
      values: new Map(at === 1 ? [...values, ...fullOf(name)] : values),
      raw: new Map(),
    };
  });
}

const fullOf = (name: SchoolName): [string, Value][] => [
  [
    "field_90",
    "<p>Tutors <strong>two</strong> groups.</p><ul><li>Monday</li><li>Friday &amp; Saturday</li></ul>",
  ],
  ["field_91", 120.5],
  ["field_92", true],
  ["field_93", "2079460000"],
  ["field_94", { street: "1 School Lane", street2: "Block B", city: "Ashford", zip: "TN23 1AA" }],
  ["field_95", `https://${name}.example/staff`],
  ["field_98", { day: "2019-09-11", time: null, asText: false }],
  ["field_99", ["Biology", "French"]],
];

export interface SchoolSeed {
  ids: Ids;
  random: Random;
  school: SchoolName;
  year: number;
}

/**
 * All rows of a school: those of last year with other ids, those of this year, and one that is a
 * day too early.
 */
export function intakeOf(
  school: SchoolName,
  count: number,
  { ids, nowMs }: { ids: Ids; nowMs: number },
): Row[] {
  const { calendar } = knackSandbox.schools[school];
  const year = startYear(calendar, nowMs);
  const before = { ids, school, year: year - 1, random: new Random(`${school} ${year - 1}`) };
  const now = { ids, school, year, random: new Random(`${school} ${year}`) };
  const rows = Array.from({ length: Math.floor(count * 0.6) }, (_, at) => studentRow(before, at));
  rows.push(
    atDay(studentRow(before, count + 1), {
      day: dayOf(calendar, year, -1),
      time: "23:59",
      asText: false,
    }),
  );
  for (let at = 0; at < count; at += 1) rows.push(studentRow(now, at));
  rows.push(
    atDay(studentRow({ ...now, year: year + 1 }, count + 2), {
      day: dayOf(calendar, year + 1, 0),
      time: "00:00",
      asText: false,
    }),
  );
  return rows;
}

function atDay(row: Row, moment: WallTime): Row {
  row.values.set("field_855", moment);
  return row;
}

/** One student in one year; the number identifies the person in every year. */
export function studentRow({ ids, random, school, year }: SchoolSeed, number: number): Row {
  const { id, name, calendar } = knackSandbox.schools[school];
  const person = new Random(`${school} person ${number}`);
  const [first, last] = [person.pick(firstNames), person.pick(lastNames)];
  const staff = (at: number): Linked => staffOf(id, at);
  const values = new Map<string, Value>([
    ["field_133", [{ id, identifier: name }]],
    ["field_439", [staff(0)]],
    [
      "field_145",
      random.chance(0.1)
        ? []
        : random.chance(0.2)
          ? [staff(1), staff(2)]
          : [staff(1 + random.whole(0, 3))],
    ],
    ["field_187", { first, last }],
    ["field_197", `${first}.${last}.${number}@${school}.example`.toLowerCase()],
    ["field_144", `Year ${random.whole(10, 13)}`],
    ["field_223", `${random.whole(10, 13)}${random.pick(["A", "B", "C"])}`],
    ["field_782", random.pick(faculties)],
    [
      "field_2299",
      random.chance(0.15)
        ? null
        : random.chance(0.5)
          ? [random.pick(courses)]
          : [...courses.slice(0, 2)],
    ],
    ["field_568", random.pick(["A Level", "BTEC", "GCSE"])],
    ["field_143", random.pick(["Female", "Male", "Other"])],
    ["field_3511", calendar === "australia" ? "True" : null],
    ["field_855", momentIn(random, { calendar, year, number })],
  ]);
  fillCycles(values, random);
  return { id: ids.next(), values, raw: new Map() };
}

/**
 * The first three dates fall on the edges of the year, with and without a time; every fifth date is
 * a text.
 */
function momentIn(
  random: Random,
  { calendar, year, number }: { calendar: Calendar; year: number; number: number },
): WallTime {
  const edges: WallTime[] = [
    { day: dayOf(calendar, year, 0), time: null, asText: false },
    { day: dayOf(calendar, year, 0), time: "00:30", asText: true },
    { day: dayOf(calendar, year, lengthOf(calendar, year) - 1), time: "23:59", asText: false },
  ];
  const edge = edges[number];
  if (edge) return edge;
  const time = random.chance(0.5)
    ? null
    : `${String(random.whole(0, 23)).padStart(2, "0")}:${String(random.whole(0, 59)).padStart(2, "0")}`;
  return {
    day: dayOf(calendar, year, random.whole(0, lengthOf(calendar, year) - 1)),
    time,
    asText: number % 5 === 0,
  };
}

/** The first field of each cycle, and of the current one. */
export const cycles = { "1": 155, "2": 161, "3": 167, current: 147 } as const;
export const commentFields = { "1": [2302, 2499], "2": [2303, 2493], "3": [2304, 2494] } as const;

/** Cycles are filled one after another, and the current scores are those of the last. */
function fillCycles(values: Map<string, Value>, random: Random): void {
  const done = random.chance(0.05) ? 0 : random.chance(0.3) ? 1 : random.chance(0.6) ? 2 : 3;
  for (let cycle = 1; cycle <= done; cycle += 1) {
    const scores = Array.from({ length: 5 }, () => random.whole(0, 10));
    const overall = Math.round((scores.reduce((sum, score) => sum + score, 0) / 5) * 10) / 10;
    for (const [at, score] of [...scores, overall].entries()) {
      // Some imports have left texts in number fields.
      const value = random.chance(0.05) ? String(score) : score;
      values.set(`field_${cycles[String(cycle) as "1"] + at}`, value);
      if (cycle === done) values.set(`field_${cycles.current + at}`, value);
    }
    const [reflection, goal] = commentFields[String(cycle) as "1"];
    if (random.chance(0.6))
      values.set(`field_${reflection}`, `${random.pick(thoughts)} (${cycle})`);
    if (random.chance(0.5)) values.set(`field_${goal}`, random.pick(goals));
  }
  if (done > 0) values.set("field_146", done);
}
