// The objects of the simulated application: their fields by key, with the types as Knack's schema
// names them.

/** Knack's names of the field types that the simulated application uses. */
export type FieldType =
  | "auto_increment"
  | "short_text"
  | "paragraph_text"
  | "rich_text"
  | "number"
  | "currency"
  | "boolean"
  | "multiple_choice"
  | "date_time"
  | "name"
  | "email"
  | "phone"
  | "address"
  | "link"
  | "file"
  | "image"
  | "connection";

export interface FieldSpec {
  name: string;
  type: FieldType;
  required?: true;
  /** The options, and whether several may be chosen. */
  options?: readonly string[];
  many?: true;
  /** The object that a connection refers to. */
  to?: string;
}

export interface Sort {
  field: string;
  order: "asc" | "desc";
}

export interface ObjectSpec {
  name: string;
  /** The field whose value names a record in connections. */
  identifier: string;
  /** The default order of its records; if there is none, the order of creation. */
  sort?: Sort;
  fields: Record<string, FieldSpec>;
}

type Entry = [key: string, spec: FieldSpec];
const field = (
  number: number,
  name: string,
  type: FieldType,
  rest: Omit<FieldSpec, "name" | "type"> = {},
): Entry => [`field_${number}`, { name, type, ...rest }];

const measures = ["Vision", "Effort", "Systems", "Practice", "Attitude", "Overall"];
const six = (first: number, of: string): Entry[] =>
  measures.map((measure, at) => field(first + at, `${measure} ${of}`, "number"));

/** Objects by key. */
export const objects: Record<string, ObjectSpec> = {
  object_2: {
    name: "Establishment",
    identifier: "field_44",
    sort: { field: "field_44", order: "asc" },
    fields: Object.fromEntries([
      field(44, "Name", "short_text", { required: true }),
      field(2209, "Status", "multiple_choice", { options: ["Active", "Cancelled"] }),
      field(63, "Portal", "short_text"),
      field(3573, "Australian", "short_text"),
    ]),
  },
  object_5: {
    name: "Staff",
    identifier: "field_84",
    sort: { field: "field_83", order: "asc" },
    fields: Object.fromEntries([
      field(83, "Number", "auto_increment"),
      field(84, "Known as", "short_text", { required: true }),
      field(85, "Full name", "name"),
      field(86, "Email", "email"),
      field(110, "Establishment", "connection", { to: "object_2" }),
      field(90, "Notes", "rich_text"),
      field(91, "Allowance", "currency"),
      field(92, "First aider", "boolean"),
      field(93, "Telephone", "phone"),
      field(94, "Address", "address"),
      field(95, "Page", "link"),
      field(96, "Contract", "file"),
      field(97, "Photo", "image"),
      field(98, "Since", "date_time"),
      field(99, "Subjects", "multiple_choice", {
        options: ["Biology", "French", "History"],
        many: true,
      }),
    ]),
  },
  object_10: {
    name: "Results",
    identifier: "field_187",
    fields: Object.fromEntries([
      field(133, "Establishment", "connection", { to: "object_2" }),
      field(439, "Staff admins", "connection", { to: "object_5" }),
      field(145, "Tutors", "connection", { to: "object_5" }),
      field(187, "Name", "name"),
      field(197, "Email", "email"),
      field(144, "Year group", "short_text"),
      field(223, "Group", "short_text"),
      field(782, "Faculty", "short_text"),
      field(568, "Level", "short_text"),
      field(143, "Gender", "short_text"),
      field(3511, "Australian", "short_text"),
      ...[1, 2, 3].map((cycle) => field(2301 + cycle, `Reflection ${cycle}`, "paragraph_text")),
      ...[2499, 2493, 2494].map((number, at) => field(number, `Goal ${at + 1}`, "paragraph_text")),
      field(2299, "Courses", "multiple_choice", { many: true }),
      field(855, "Completed", "date_time"),
      field(146, "Current cycle", "number"),
      ...six(147, "now"),
      ...[1, 2, 3].flatMap((cycle) => six(149 + 6 * cycle, `in cycle ${cycle}`)),
    ]),
  },
};
