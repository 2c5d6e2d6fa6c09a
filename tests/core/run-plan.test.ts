import { describe, expect, it } from "vitest";
import { Limits } from "../../contract/api/configuration.ts";
import type { RunPlan } from "../../contract/rpc/run-plan.ts";
import { narrowPlan, settingsHash } from "../../core/run-plan.ts";

const resource = (key: string) => ({ key, label: { en: key, fr: key }, columns: [] });
const plan: RunPlan = {
  configuration: "c",
  configurationName: "Treasury",
  template: "treasury",
  options: { since: "2026" },
  resources: [resource("sales"), resource("stock")],
  access: { tenant: "t", connection: "c1", kind: "odoo", settings: { host: "a" }, secret: "s" },
  destination: null,
  limits: Limits.parse({}),
  schedule: null,
  timeZone: "UTC",
};

it.each([
  ["all of it", null, ["sales", "stock"]],
  ["one resource", ["stock"], ["stock"]],
  ["nothing where one is unknown", ["stock", "unknown"], null],
  ["nothing where none is wanted", [], null],
])("a plan is narrowed to %s", (_, wanted, keys) => {
  expect(narrowPlan(plan, wanted)?.resources.map(({ key }) => key) ?? null).toEqual(keys);
});

describe("the hash of what a plan reads", () => {
  const hash = settingsHash(plan);
  it.each([
    ["another secret", { ...plan, access: { ...plan.access, secret: "new" } }, true],
    ["another schedule", { ...plan, timeZone: "Europe/Paris" }, true],
    ["another address", { ...plan, access: { ...plan.access, settings: { host: "b" } } }, false],
    ["another connection", { ...plan, access: { ...plan.access, connection: "c2" } }, false],
    ["other options", { ...plan, options: {} }, false],
  ])("under %s is the same: %s", (_, other, same) => {
    expect(settingsHash(other) === hash).toBe(same);
  });
});
