// `npm run setup -- <address> <file.json>`: establishments, people and roles, for the operator of a Freshet.
// The token is the Worker's secret SETUP_TOKEN, given to this command in the environment variable of the same name.
import { readFileSync } from "node:fs";

const [address, file] = process.argv.slice(2);
const token = process.env.SETUP_TOKEN;

if (!address || !file || !token) {
  console.error(`Usage: SETUP_TOKEN=… npm run setup -- https://freshet.example.com setup.json

setup.json, for example:
${JSON.stringify(
  {
    tenants: [{ id: "my-company", name: "My company", timeZone: "Europe/Paris", jurisdiction: null }],
    people: [
      { email: "me@example.com", name: "Me", password: "at least 12 characters", globalAdmin: true },
      { email: "colleague@example.com", name: "A colleague", password: "at least 12 characters", roles: { "my-company": "admin" } },
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

const answer = await fetch(new URL("/api/setup", address), {
  method: "POST",
  headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  body: readFileSync(file, "utf8"),
});
const text = await answer.text();
console.log(answer.status === 404 ? "Nothing answers there: SETUP_TOKEN is not set in the Worker, or is another one." : text);
process.exit(answer.ok ? 0 : 1);
