// The address of the sign-in, and the way back to where people were.

/** The address of the sign-in, with the way back as a parameter. */
export const signInHref = (from: { pathname: string; search: string }): string =>
  from.pathname === "/" && from.search === ""
    ? "/sign-in"
    : `/sign-in?next=${encodeURIComponent(from.pathname + from.search)}`;

/** Where to go after the sign-in: always a path of this site, whatever the address says. */
export function redirectTarget(next: string | null, origin: string): string {
  if (next === null || !next.startsWith("/") || !URL.canParse(next, origin)) return "/";
  const { origin: there, pathname, search } = new URL(next, origin);
  return there === origin && pathname !== "/sign-in" ? pathname + search : "/";
}
