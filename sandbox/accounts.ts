// The accounts of the sandboxes: the one place from which demo tenants and tests take them.

/** The pretend Odoo: where it listens and who may sign in. */
export const odooSandbox = {
  host: "127.0.0.1",
  port: 8069,
  databases: {
    /** Odoo 19.0, the usual one. */
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
  /** Signs in with a second factor: programs need its key. */
  guarded: {
    login: "guarded@trading.test",
    password: "sandbox-guarded",
    apiKey: "5a4db0c5a4db0c5a4db0c5a4db0c5a4db0c50001",
  },
  /** A customer: reads without an error, and is shown own documents only. */
  portal: {
    login: "portal@trading.test",
    password: "sandbox-portal",
    apiKey: "5a4db0c5a4db0c5a4db0c5a4db0c5a4db0c50002",
  },
  /** Nobody signs in as this one any more. */
  archived: {
    login: "archived@trading.test",
    password: "sandbox-archived",
    apiKey: "5a4db0c5a4db0c5a4db0c5a4db0c5a4db0c50003",
  },
  /** Once the reader's key; its time has run out. */
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
 * The pretend Knack: one account with an application that writes dates as in Britain, and the same
 * one written as in America.
 */
export const knackSandbox = {
  host: "127.0.0.1",
  port: 8072,
  account: "sandbox schools",
  application: "c0ffee00c0ffee00c0ffee01",
  american: "c0ffee00c0ffee00c0ffee02",
  key: "sandbox-knack-key-0000-0000-000000000001",
  schools: {
    /** As many students this year as fit one page. */
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

/** Two pretend DHIS2, one to read and one to write to: where they listen and who may sign in. */
export const dhis2Sandbox = {
  host: "127.0.0.1",
  ports: { source: 8085, destination: 8086 },
  /** Reads and imports everything: the account a connection should use. */
  sync: {
    username: "sync",
    password: "sandbox-dhis2",
    token: "d2pat_SandboxSyncToken0000000000000000001234567890",
  },
  /** May look at metadata; has no unit and may not import. */
  limited: {
    username: "limited",
    password: "sandbox-limited",
    token: "d2pat_SandboxLimitedToken00000000000001234567890",
  },
  locked: { username: "locked", password: "sandbox-locked" },
} as const;
