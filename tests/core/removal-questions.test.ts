import { describe, expect, it } from "vitest";
import {
  confirmRefusal,
  openQuestions,
  withAnswer,
  type QuestionStanding,
} from "../../core/removal-questions.ts";
import { aRun, noon } from "./builders.ts";

const question = (resource: string) => ({ resource, vanishing: 60, of: 100, answer: null });
const asker = aRun({
  id: "asker",
  questions: [question("sales"), question("stock")],
  problems: [{ code: "removals_held", facts: {}, resource: "sales" }],
});

describe("a question", () => {
  it.each<[string, QuestionStanding | null, boolean]>([
    ["is open until somebody answers", { run: "asker", answeredBy: null }, true],
    ["is used up by a yes", { run: "asker", answeredBy: "confirming" }, false],
    ["is closed by that of a later run", { run: "later", answeredBy: null }, false],
    ["is closed once the resource was compared whole", null, false],
  ])("%s", (_, standing, open) => {
    expect(openQuestions(asker, () => standing)).toEqual(open ? ["sales", "stock"] : []);
  });

  it("keeps its first answer", () => {
    const no = withAnswer(asker, ["sales"], { type: "replaced", by: null, at: noon });
    const yes = withAnswer(no, ["sales", "stock"], { type: "confirmed", by: "Marie", at: noon });
    expect(yes.questions.map(({ answer }) => answer?.type)).toEqual(["replaced", "confirmed"]);
  });
});

describe("a yes", () => {
  it.each([
    ["to the one question there is", ["sales"], null, null],
    ["to a named question", ["sales", "stock"], ["stock"], null],
    ["to a question that is answered", ["sales"], ["stock"], "question_answered"],
    ["where none is open", [], null, "question_answered"],
    ["to none of two questions", ["sales", "stock"], null, "questions_unnamed"],
  ])("%s", (_, open, named, refusal) => {
    expect(confirmRefusal(asker, open, named)).toBe(refusal);
  });

  it("to a run that held nothing back is refused", () => {
    expect(confirmRefusal(aRun(), ["sales"], null)).toBe("nothing_to_confirm");
  });
});
