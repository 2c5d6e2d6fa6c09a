// Devices that name odd languages, and the way back after a sign-in.
import { describe, expect, it } from "vitest";
import { signInHref, redirectTarget } from "../../web/lib/sign-in-redirect.ts";
import { Formats, regionOf } from "../../web/lib/i18n/format.ts";

describe("the region of a device", () => {
  it.each([
    ["en", ["en-US@posix", "en"], "en-GB"],
    ["en", ["en-US@posix", "en-AU"], "en-AU"],
    ["fr", ["fr-FR@euro"], "fr-FR"],
    ["fr", ["fr-CA", "en-US"], "fr-CA"],
    ["en", ["en-", "en-x", "en-toolongasubtag"], "en-GB"],
    ["en", [], "en-GB"],
  ] as const)("%s of %j is %s, and can be used", (locale, wished, region) => {
    expect(regionOf(locale, wished)).toBe(region);
    expect(
      new Formats(locale, {
        region: regionOf(locale, wished),
        timeZone: "Europe/Paris",
        cities: {},
      }).number(1234),
    ).toMatch(/1.?234/);
  });
});

describe("the way back", () => {
  const origin = "https://freshet.example";
  it.each([
    ["/tenants/a/refreshes?x=1", "/tenants/a/refreshes?x=1"],
    ["//evil.example/", "/"],
    ["/\\evil.example/", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["/sign-in?next=/sign-in", "/"],
    [null, "/"],
  ])("from %s is %s", (next, expected) => {
    expect(redirectTarget(next, origin)).toBe(expected);
  });

  it("is what the sign-in was given", () => {
    const address = new URL(signInHref({ pathname: "/tenants/a", search: "?b=c&d" }), origin);
    expect(redirectTarget(address.searchParams.get("next"), origin)).toBe("/tenants/a?b=c&d");
  });
});
