// What the error page shows: the API's own sentence and code, or that the service cannot be
// reached.
import type { HandleClientError } from "@sveltejs/kit/hooks";
import { ApiProblem } from "#lib/api.ts";

export const handleError: HandleClientError = ({ kind, error }) => {
  if (kind !== "unknown") return;
  // A part of the page could not be fetched. Browsers report it in their own words, without a type.
  if (
    error instanceof TypeError &&
    (!navigator.onLine ||
      /dynamically imported module|importing a module script/i.test(error.message))
  )
    return { status: 503, message: "", code: "offline" };
  if (!(error instanceof ApiProblem)) {
    // A bug of the page itself: the console gets its trace.
    console.error(error);
    return;
  }
  const reference = error.details.instance;
  return {
    status: error.status || 503,
    message: error.message,
    code: error.code,
    ...(reference ? { reference } : {}),
  };
};
