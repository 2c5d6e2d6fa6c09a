// Passwords that are refused because others would guess them.
import { describe, expect, it } from "vitest";
import { isWeak } from "../../worker/access/weak-password.ts";

const own = ["Marie Martin", "marie.martin@example.com"];

describe("a password", () => {
  it.each([
    "password1234",
    "P@ssw0rd1234",
    "Password2026!",
    "passwordpassword",
    "motdepasse123",
    "azertyuiop12",
    "qwertyuiop123",
    "123456789012",
    "210987654321",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "abcdefghijkl",
    "iloveyou1234",
    "Bienvenue2026",
    "freshet12345",
    "Freshet-Freshet",
    "marie.martin@example.com",
    "MARIE.MARTIN@EXAMPLE.COM",
    "marie.martin",
    "MartinMarie2026",
    "m4rie-m4rtin-example",
    "example.com1234",
    "letmein letmein",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1aqw2zsx3edc",
    "qazwsxedcrfv",
    "a1b2c3d4e5f6",
    "zaq12wsxcde3",
    "Refresh-2026!!",
    "Actualiser2026!",
    "nitram.eiram2026",
    "aabbccddeeff",
    "112233445566",
  ])("is refused: %s", (password) => {
    expect(isWeak(password, own)).toBe(true);
  });

  it.each([
    "correct horse battery staple",
    "Xk3!vh29qLmZ",
    "a-password-of-tests",
    "long enough for us",
    "le chat dort sur le toit",
    "Tournesol et 3 carafes d’eau",
    "九龙城寨的猫在屋顶上睡觉呢",
    "refresh my 7 zebras at noon",
    "1q7gkz9qalr2",
  ])("is taken: %s", (password) => {
    expect(isWeak(password, own)).toBe(false);
  });

  it("is judged within its longest length", () => {
    expect(isWeak("ab".repeat(64), own)).toBe(true);
    expect(isWeak("abcdefgh".repeat(16), own)).toBe(true);
  });
});
