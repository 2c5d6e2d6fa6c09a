// `npm run setup -- <address> <file.json>`: establishments, people and roles, for the operator of a
// Freshet. The token is the Worker's secret SETUP_TOKEN. It never stands on a command line, which
// `ps` and the shell's history show: it is typed when asked for, piped in, or read from the file
// that SETUP_TOKEN_FILE names.
import { readFileSync } from "node:fs";
import { readToken } from "./setup-token.ts";

const [address, file, ...more] = process.argv.slice(2);

if (!address || !file || more.length > 0) {
  console.error(`Usage: npm run setup -- https://freshet.example.com setup.json
The token is asked for; or pipe it in, or name a file that holds it: SETUP_TOKEN_FILE=token.txt

setup.json, for example:
${JSON.stringify(
  {
    tenants: [
      { id: "my-company", name: "My company", timeZone: "Europe/Paris", jurisdiction: null },
    ],
    people: [
      {
        email: "me@example.com",
        name: "Me",
        password: "at least 12 characters",
        globalAdmin: true,
      },
      {
        email: "colleague@example.com",
        name: "A colleague",
        password: "at least 12 characters",
        roles: { "my-company": "admin" },
      },
    ],
  },
  null,
  2,
)}

Roles are viewer, staff and admin; null takes a role away. Giving the same file again changes nothing but passwords.
To open this door of a deployed Worker: npx wrangler secret put SETUP_TOKEN (32 characters or more).
To close it again: npx wrangler secret delete SETUP_TOKEN.`);
  process.exit(2);
}

const token = await readToken();
if (token === "") {
  console.error("No token was given. Nothing was set up.");
  process.exit(2);
}
const answer = await fetch(new URL("/api/setup", address), {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  body: readFileSync(file, "utf8"),
});
const text = await answer.text();
console.log(
  answer.status === 404
    ? "Nothing answers there: SETUP_TOKEN is not set in the Worker, or is another one."
    : text,
);
process.exit(answer.ok ? 0 : 1);
