// Sealed secrets: they open for their owner and for nothing else.
import { describe, expect, it } from "vitest";
import { reseal, seal, sealedBy, SealError, unseal } from "../../worker/outbound/seal.ts";

const key = (fill: number) => btoa(String.fromCharCode(...Array<number>(32).fill(fill)));
const ring = JSON.stringify({ current: "k1", keys: { k1: key(1) } });
const rotated = JSON.stringify({ current: "k2", keys: { k1: key(1), k2: key(2) } });
const onlyNew = JSON.stringify({ current: "k2", keys: { k2: key(2) } });
const owner = { tenant: "t1", connection: "c1", host: "https://odoo.example.com", field: "secret" };

describe("a sealed secret", () => {
  it.each(["s", "pâsswörd ✓", "x".repeat(2_000)])("opens as it was: %s", async (secret) => {
    expect(await unseal(ring, await seal(ring, secret, owner), owner)).toBe(secret);
  });

  it("never looks the same twice, nor shows what is in it", async () => {
    const [one, other] = [
      await seal(ring, "open sesame", owner),
      await seal(ring, "open sesame", owner),
    ];
    expect(one).not.toBe(other);
    expect(
      atob(one.split(".").at(-1)?.replaceAll("-", "+").replaceAll("_", "/") ?? ""),
    ).not.toContain("sesame");
  });

  it.each([
    ["tenant", { ...owner, tenant: "t2" }],
    ["connection", { ...owner, connection: "c2" }],
    ["address", { ...owner, host: "http://odoo.example.com" }],
    ["field", { ...owner, field: "other" }],
  ])("does not open for another %s", async (_, other) => {
    await expect(unseal(ring, await seal(ring, "secret", owner), other)).rejects.toBeInstanceOf(
      SealError,
    );
  });

  it("does not open when any character of it was changed", async () => {
    const sealed = await seal(ring, "secret", owner);
    const opened: number[] = [];
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      await unseal(ring, changed, owner).then(
        () => opened.push(at),
        () => undefined,
      );
    }
    expect(opened).toEqual([]);
  });

  it("cannot be put together from two", async () => {
    const [one, other] = [
      (await seal(ring, "one", owner)).split("."),
      (await seal(ring, "other", owner)).split("."),
    ];
    await expect(
      unseal(ring, [...one.slice(0, 4), ...other.slice(4)].join("."), owner),
    ).rejects.toBeInstanceOf(SealError);
  });
});

describe("the ring", () => {
  it("opens with old keys and seals with the current one", async () => {
    const old = await seal(ring, "secret", owner);
    expect(await unseal(rotated, old, owner)).toBe("secret");
    expect(sealedBy(await seal(rotated, "secret", owner))).toBe("k2");
  });

  it("lets an old key go once its secrets are sealed anew", async () => {
    const renewed = await reseal(rotated, await seal(ring, "secret", owner), owner);
    expect(sealedBy(renewed)).toBe("k2");
    expect(await unseal(onlyNew, renewed, owner)).toBe("secret");
    expect(await reseal(rotated, renewed, owner)).toBe(renewed);
  });

  it.each([
    "",
    "{}",
    JSON.stringify({ current: "k1", keys: {} }),
    JSON.stringify({ current: "k1", keys: { k1: btoa("short") } }),
  ])("is refused when it is no ring: %s", async (wrong) => {
    await expect(seal(wrong, "secret", owner)).rejects.toBeInstanceOf(SealError);
  });
});
