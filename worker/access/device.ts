// Devices from which an account has signed in before: a signed cookie gives them their own count of
// sign-in attempts, and nothing else.
import { getCookie, setCookie } from "hono/cookie";
import { isLocal, type AppContext } from "../http/context.ts";

const dayMs = 24 * 3_600_000;
/** How long a device stays known after its last sign-in. */
const keptDays = 180;
/** Most accounts per browser; the one that signed in longest ago is forgotten first. */
const mostPeople = 8;

const cookieName = (c: AppContext) => (isLocal(c.env) ? "freshet-device" : "__Host-freshet-device");

type Mark = { day: number; proof: string };
type Device = { id: string; marks: Mark[] };

/** The id of the device if this account has signed in from it, else null. */
export async function knownDevice(c: AppContext, account: string): Promise<string | null> {
  const device = readDevice(c);
  const today = Math.floor(Date.now() / dayMs);
  for (const { day, proof } of device?.marks ?? [])
    if (
      device &&
      day <= today &&
      day > today - keptDays &&
      proof === (await proofOf(c, device.id, { account, day }))
    )
      return device.id;
  return null;
}

/** Remembers that the account has signed in from this device. */
export async function rememberDevice(c: AppContext, account: string): Promise<void> {
  const device = readDevice(c) ?? { id: crypto.randomUUID(), marks: [] };
  const day = Math.floor(Date.now() / dayMs);
  const others = await Promise.all(
    device.marks.map(async (mark) =>
      (await proofOf(c, device.id, { account, day: mark.day })) === mark.proof ? [] : [mark],
    ),
  );
  const marks = [
    { day, proof: await proofOf(c, device.id, { account, day }) },
    ...others.flat(),
  ].slice(0, mostPeople);
  const text = [device.id, ...marks.map((mark) => `${mark.day}~${mark.proof}`)].join(".");
  setCookie(c, cookieName(c), text, {
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    secure: !isLocal(c.env),
    maxAge: keptDays * 86_400,
  });
}

function readDevice(c: AppContext): Device | null {
  const [id = "", ...rest] = (getCookie(c, cookieName(c)) ?? "").split(".");
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const marks = rest.slice(0, mostPeople).flatMap((text) => {
    const [, day, proof] = /^(\d{1,6})~([\w-]{43})$/.exec(text) ?? [];
    return day === undefined || proof === undefined ? [] : [{ day: Number(day), proof }];
  });
  return { id, marks };
}

/** The HMAC-SHA-256 of device, account and day, with the secret that signs sessions. */
async function proofOf(
  c: AppContext,
  id: string,
  { account, day }: { account: string; day: number },
): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(`device:${c.env.AUTH_SECRET}`),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign(
    "HMAC",
    key,
    encoder.encode(JSON.stringify([id, account, day])),
  );
  return new Uint8Array(mac).toBase64({ alphabet: "base64url", omitPadding: true });
}
