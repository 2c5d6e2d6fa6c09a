// `npm run setup -- <address> <file.json>`: the operator creates establishments, people and roles.
// The token is the Worker's secret SETUP_TOKEN. It is never an argument, which `ps` and the shell's
// history would show: it is typed at a prompt, piped in, or read from the file that SETUP_TOKEN_FILE
// names.
import { readFileSync } from "node:fs";
import type { z } from "zod";
import { createClient } from "../client/client.ts";
import { ApiProblem } from "../client/problem.ts";
import type { SetupOrder } from "../contract/api/setup.ts";
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
To enable setup on a deployed Worker: npx wrangler secret put SETUP_TOKEN (32 characters or more).
To disable it again: npx wrangler secret delete SETUP_TOKEN.`);
  process.exit(2);
}

const token = await readToken();
if (token === "") {
  console.error("No token was given. Nothing was set up.");
  process.exit(2);
}
const order = readOrder(file);
const operator = createClient({ base: address, auth: () => ({ bearer: token }) });
try {
  console.log(JSON.stringify(await operator.setUp({ body: order })));
} catch (problem) {
  console.log(textOf(problem));
  process.exitCode = 1;
}

/** The order in the file. The service checks it; here only the JSON has to be well-formed. */
function readOrder(path: string): z.input<typeof SetupOrder> {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return process.exit(2);
  }
}

function textOf(problem: unknown): string {
  if (!(problem instanceof ApiProblem)) throw problem;
  if (problem.status === 404)
    return "Nothing answers there: SETUP_TOKEN is not set in the Worker, or is another one.";
  if (problem.code === "offline") return `${address} does not answer: ${String(problem.cause)}`;
  return JSON.stringify(problem.details);
}
