// The accounts of the sandboxes, which demo tenants and tests take from here.

/** The simulated Odoo: its port, databases and accounts. */
export const odooSandbox = {
  host: "127.0.0.1",
  port: 8069,
  databases: {
    /** Odoo 19.0, the default. */
    trading: "trading",
    /** Odoo 18.0: no JSON-2. */
    trading18: "trading18",
    /** Odoo 16.0: no `blocked` payment state, no JSON-2. */
    trading16: "trading16",
    /** Odoo 19.0 without the custom field `custom_rate`. */
    plain: "plain",
  },
  /** Reads everything: the account a connection should use. */
  reader: {
    login: "api@trading.test",
    password: "sandbox-odoo",
    apiKey: "sandbox-api-key-reader-000000000000000000",
  },
  /** An ordinary user without accounting, sales or HR rights. */
  limited: {
    login: "limited@trading.test",
    password: "sandbox-limited",
    apiKey: "sandbox-api-key-limited-00000000000000000",
  },
  /** Signs in with a second factor, so programs need its API key. */
  guarded: {
    login: "guarded@trading.test",
    password: "sandbox-guarded",
    apiKey: "5a4db0c5a4db0c5a4db0c5a4db0c5a4db0c50001",
  },
  /** A customer: may read, but only sees own documents. */
  portal: {
    login: "portal@trading.test",
    password: "sandbox-portal",
    apiKey: "5a4db0c5a4db0c5a4db0c5a4db0c5a4db0c50002",
  },
  /** An account that was archived. */
  archived: {
    login: "archived@trading.test",
    password: "sandbox-archived",
    apiKey: "5a4db0c5a4db0c5a4db0c5a4db0c5a4db0c50003",
  },
  /** A former key of the reader, expired. */
  expiredKey: "5a4db0c5a4db0c5a4db0c5a4db0c5a4db0c50004",
  admin: {
    login: "admin",
    password: "sandbox-admin",
    apiKey: "sandbox-api-key-admin-0000000000000000000",
  },
} as const;

/** The database of the n-th bench tenant: Odoo 19.0, another seed for each n. */
export function benchDatabase(n: number): string {
  return `trading-${n}`;
}

/**
 * The simulated Knack: one account with two applications on the same data, one with British dates
 * and one with American dates.
 */
export const knackSandbox = {
  host: "127.0.0.1",
  port: 8072,
  account: "sandbox schools",
  application: "c0ffee00c0ffee00c0ffee01",
  american: "c0ffee00c0ffee00c0ffee02",
  key: "sandbox-knack-key-0000-0000-000000000001",
  schools: {
    /** Its students of this year fit one page. */
    ashdown: {
      id: "5a00000000000000000000a1",
      name: "Ashdown Academy",
      calendar: "uk",
      students: 1_000,
    },
    brackenfield: {
      id: "5a00000000000000000000b2",
      name: "Brackenfield College",
      calendar: "uk",
      students: 240,
    },
    coorong: {
      id: "5a00000000000000000000c3",
      name: "Coorong High School",
      calendar: "australia",
      students: 180,
    },
  },
} as const;

/** Two simulated DHIS2, one to read from and one to write to: ports and accounts. */
export const dhis2Sandbox = {
  host: "127.0.0.1",
  ports: { source: 8085, destination: 8086 },
  /** Reads and imports everything: the account a connection should use. */
  sync: {
    username: "sync",
    password: "sandbox-dhis2",
    token: "d2pat_SandboxSyncToken0000000000000000001234567890",
  },
  /** May read metadata; has no unit and may not import. */
  limited: {
    username: "limited",
    password: "sandbox-limited",
    token: "d2pat_SandboxLimitedToken00000000000001234567890",
  },
  locked: { username: "locked", password: "sandbox-locked" },
} as const;
