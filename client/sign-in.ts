// Signing in without a browser: scripts and tests keep the session's cookie themselves.
import type { SignIn } from "../contract/api/session.ts";
import { createClient, type ClientOptions } from "./client.ts";

/**
 * Signs in and returns the value of the session's `Cookie` header, for `auth` of a client.
 * Throws an `ApiProblem`: `sign_in_wrong` when address or password is wrong.
 */
export async function signInForCookie(
  options: Omit<ClientOptions, "auth">,
  credentials: SignIn,
): Promise<string> {
  const send = options.fetch ?? fetch;
  let cookies: string[] = [];
  await createClient(options).signIn({
    body: credentials,
    fetch: async (...request) => {
      const answer = await send(...request);
      cookies = answer.headers.getSetCookie();
      return answer;
    },
  });
  return cookies.map((cookie) => cookie.split(";")[0]).join("; ");
}
