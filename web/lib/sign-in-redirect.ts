// The way to the sign-in and back to where somebody was.

/** The sign-in, with the way back in the address. */
export const signInHref = (from: { pathname: string; search: string }): string =>
  from.pathname === "/" && from.search === ""
    ? "/sign-in"
    : `/sign-in?next=${encodeURIComponent(from.pathname + from.search)}`;

/**
 * Where to go after the sign-in: a path of our own and nothing else, whatever stands in the
 * address.
 */
export function redirectTarget(next: string | null, origin: string): string {
  if (next === null || !next.startsWith("/") || !URL.canParse(next, origin)) return "/";
  const { origin: there, pathname, search } = new URL(next, origin);
  return there === origin && pathname !== "/sign-in" ? pathname + search : "/";
}
