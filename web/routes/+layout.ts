// Loads who is signed in for every page; people who are not are sent to the sign-in.
import { redirect } from "@sveltejs/kit";
import { ApiProblem } from "#lib/api.ts";
import * as cached from "#lib/cached.ts";
import { signInHref } from "#lib/sign-in-redirect.ts";
import { i18n } from "#lib/i18n/i18n.svelte.ts";
import type { LayoutLoad } from "./$types";

export const ssr = false;

export const load: LayoutLoad = async ({ route, url, untrack }) => {
  // Untracked, so that navigating does not ask again.
  if (untrack(() => route.id) === "/sign-in") return { me: null, problem: null };
  try {
    const me = await cached.me.get();
    await i18n.suggest(me.locale);
    return { me, problem: null };
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401)
      redirect(
        307,
        untrack(() => signInHref(url)),
      );
    // The service cannot say who this is: the frame says so and offers a retry.
    if (problem instanceof ApiProblem) return { me: null, problem };
    throw problem;
  }
};
