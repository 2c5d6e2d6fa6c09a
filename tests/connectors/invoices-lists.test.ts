// Every code list that an INVOIC message can use is handled by a table, or declared to have no
// effect, with the reason.
import { describe, expect, it } from "vitest";
import { listsWithoutEffect } from "../../connectors/invoices/edifact/codes/without-effect.ts";

/** Numbers of the coded elements in the segments of INVOIC, D.96A and D.01B together. */
const all = [
  ..."1001 1131 1153 1225 1227 1229 1373 2005 2009 2151 2379 2475 3035 3045 3055 3139 3153 3155 3227 3285 3301 4043".split(
    " ",
  ),
  ..."4053 4055 4065 4183 4215 4219 4221 4233 4277 4279 4295 4343 4347 4401 4403 4405 4431 4435 4439 4447 4451 4453".split(
    " ",
  ),
  ..."4461 4465 4471 4517 5025 5125 5153 5189 5213 5245 5249 5273 5283 5305 5375 5379 5387 5393 5419 5463 5495 6063".split(
    " ",
  ),
  ..."6069 6155 6167 6311 6313 6321 6341 6343 6347 7009 7073 7075 7077 7081 7083 7085 7143 7161 7187 7233 7273 7293".split(
    " ",
  ),
  ..."7295 7297 7365 7383 7405 7511 8051 8053 8077 8101 8155 8169 8179 8249 8273 8275 8281 8325 8339 8393 8395 8457 8459 9213 9303".split(
    " ",
  ),
];

/** Lists whose single codes are handled, declared harmless, refused or reported. */
const acted = [
  ..."1001 1225 1229 2005 2379 3035 4279 4347 4471 5025 5125 5153 5283 5305 5387 5463 5495 6063 6069 6343 6347 7083".split(
    " ",
  ),
];

describe("code lists", () => {
  it("are each handled, or declared to have no effect", () => {
    expect([...acted, ...Object.keys(listsWithoutEffect)].sort()).toEqual([...all].sort());
  });

  it("without effect state the reason", () => {
    for (const reason of Object.values(listsWithoutEffect))
      expect(reason.length).toBeGreaterThan(10);
  });
});
