// The template of school results: students, their scores in three cycles, and their comments, for
// one school and the current academic year.
import type { Template } from "../../contract/api/catalog.ts";
import type { Text } from "../../contract/values/json.ts";
import { resourceOf, type ColumnTable, type Part, type ResourceTable } from "./table.ts";

/** One row per student and yearly upload. */
export const resultsObject = "object_10";
export const establishmentField = "field_133";
export const completedField = "field_855";
export const emailField = "field_197";

/** Schools, with the fields of their name and of the flag for schools in Australia. */
export const schoolsObject = "object_2";
export const schoolNameField = "field_44";
export const australianField = "field_3573";

const text = (name: string, label: Text, field: string): ColumnTable => ({
  name,
  type: "text",
  label,
  from: { field, as: "text" },
});

const student: ColumnTable = {
  name: "student",
  type: "text",
  label: { en: "Student’s Knack id", fr: "Identifiant Knack de l’élève" },
};
/**
 * Address and academic year identify a student permanently: each yearly upload creates a new Knack
 * id.
 */
const key: ColumnTable = {
  name: "key",
  type: "text",
  label: { en: "Student’s key", fr: "Clé de l’élève" },
};
const name: ColumnTable = {
  name: "name",
  type: "text",
  label: { en: "Name", fr: "Nom" },
  from: { field: "field_187", as: "name" },
};
const yearGroup = text("year_group", { en: "Year group", fr: "Niveau" }, "field_144");
const group = text("group", { en: "Group", fr: "Groupe" }, "field_223");
const academicYear: ColumnTable = {
  name: "academic_year",
  type: "text",
  label: { en: "Academic year", fr: "Année scolaire" },
};
const completed: ColumnTable = {
  name: "completed",
  type: "date",
  label: { en: "Completed", fr: "Rempli le" },
  from: { field: completedField, as: "day" },
};
const cycle: ColumnTable = { name: "cycle", type: "text", label: { en: "Cycle", fr: "Cycle" } };

const students: ResourceTable = {
  key: "students",
  label: { en: "Students", fr: "Élèves" },
  checkedLabel: {
    en: ["student checked", "students checked"],
    fr: ["élève vérifié", "élèves vérifiés"],
  },
  columns: [
    name,
    {
      name: "email",
      type: "text",
      label: { en: "Email", fr: "E-mail" },
      from: { field: emailField, as: "email" },
    },
    yearGroup,
    group,
    text("faculty", { en: "Faculty", fr: "Département" }, "field_782"),
    text("course", { en: "Course", fr: "Filière" }, "field_2299"),
    text("level", { en: "Level", fr: "Diplôme" }, "field_568"),
    text("gender", { en: "Gender", fr: "Genre" }, "field_143"),
    {
      name: "tutors",
      type: "list",
      label: { en: "Tutors", fr: "Tuteurs" },
      from: { field: "field_145", as: "linked" },
    },
    {
      name: "current_cycle",
      type: "integer",
      label: { en: "Current cycle", fr: "Cycle en cours" },
      from: { field: "field_146", as: "whole" },
    },
    completed,
    academicYear,
    key,
  ],
  parts: null,
};

const measures = [
  { column: "vision", label: { en: "Vision", fr: "Vision" } },
  { column: "effort", label: { en: "Effort", fr: "Effort" } },
  { column: "systems", label: { en: "Systems", fr: "Méthode" } },
  { column: "practice", label: { en: "Practice", fr: "Pratique" } },
  { column: "attitude", label: { en: "Attitude", fr: "Attitude" } },
  { column: "overall", label: { en: "Overall", fr: "Ensemble" } },
] as const satisfies { column: string; label: Text }[];

/**
 * Six fields in the order of the measures. The current ones start after the current cycle's own
 * number, field_146.
 */
const scoresFrom = (mark: string, first: number): Part => ({
  mark,
  from: measures.map(({ column }, at) => ({ column, field: `field_${first + at}`, as: "score" })),
});

const scores: ResourceTable = {
  key: "scores",
  label: { en: "Scores", fr: "Scores" },
  columns: [
    cycle,
    name,
    yearGroup,
    group,
    ...measures.map(({ column, label }): ColumnTable => ({ name: column, type: "number", label })),
    completed,
    academicYear,
    student,
    key,
  ],
  parts: [
    scoresFrom("1", 155),
    scoresFrom("2", 161),
    scoresFrom("3", 167),
    scoresFrom("current", 147),
  ],
};

const wordsFrom = (mark: string, reflection: string, goal: string): Part => ({
  mark,
  from: [
    { column: "reflection", field: reflection, as: "text" },
    { column: "goal", field: goal, as: "text" },
  ],
});

const comments: ResourceTable = {
  key: "comments",
  label: { en: "Comments", fr: "Commentaires" },
  columns: [
    cycle,
    name,
    yearGroup,
    group,
    { name: "reflection", type: "text", label: { en: "Reflection", fr: "Réflexion" } },
    { name: "goal", type: "text", label: { en: "Goal", fr: "Objectif" } },
    completed,
    academicYear,
    student,
    key,
  ],
  parts: [
    wordsFrom("1", "field_2302", "field_2499"),
    wordsFrom("2", "field_2303", "field_2493"),
    wordsFrom("3", "field_2304", "field_2494"),
  ],
};

export const resultsTables: ResourceTable[] = [students, scores, comments];

export const schoolResults: Template = {
  key: "school_results",
  label: { en: "School results", fr: "Résultats scolaires" },
  description: {
    en: "Students of one school with their scores and comments, of the academic year it is.",
    fr: "Les élèves d’un établissement avec leurs scores et leurs commentaires, pour l’année scolaire en cours.",
  },
  resources: resultsTables.map(resourceOf),
  options: [],
  gated: false,
  plots: [],
  averages: [
    {
      key: "scores",
      label: { en: "Average scores", fr: "Scores moyens" },
      resource: scores.key,
      measures: measures.map(({ column, label }) => ({ column, label })),
      by: [cycle.name, yearGroup.name],
    },
  ],
};
