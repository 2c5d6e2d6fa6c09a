// Every page knows who is signed in; whoever is not goes to sign in first.
import { redirect } from "@sveltejs/kit";
import { ApiProblem } from "#lib/api.ts";
import * as asked from "#lib/asked.ts";
import { signInAddress } from "#lib/back.ts";
import { speech } from "#lib/words/speech.svelte.ts";
import type { LayoutLoad } from "./$types";

export const ssr = false;

export const load: LayoutLoad = async ({ route, url, untrack }) => {
  // Untracked: walking through the page asks nothing again.
  if (untrack(() => route.id) === "/sign-in") return { me: null, problem: null };
  try {
    const me = await asked.me.get();
    await speech.suggest(me.locale);
    return { me, problem: null };
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401)
      redirect(
        307,
        untrack(() => signInAddress(url)),
      );
    // The service cannot say who this is: the frame says so and offers to try again.
    if (problem instanceof ApiProblem) return { me: null, problem };
    throw problem;
  }
};
