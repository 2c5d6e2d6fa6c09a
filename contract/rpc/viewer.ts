// What the Worker tells a tenant's object about a viewer, and how many viewers there may be.

/** Live views that one person, and one tenant, may have open at the same time. */
export const mostViews = { person: 32, tenant: 5_000 } as const;

/**
 * What the Worker tells a tenant's object about a viewer at the upgrade. The object trusts these
 * headers, so the Worker drops any of them that came from outside.
 */
export const viewerHeaders = {
  tenant: "x-freshet-tenant",
  session: "x-freshet-session",
  person: "x-freshet-person",
  /** Role in the tenant, `global` for a global admin who is no member. */
  role: "x-freshet-role",
  locale: "x-freshet-locale",
  /** The session's end, as an instant. */
  expiresAt: "x-freshet-expires-at",
  /** The object's answer when there is no room: whose limit is reached, `person` or `tenant`. */
  full: "x-freshet-full",
} as const;
