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
  reader: { login: "api@trading.test", password: "sandbox-odoo", apiKey: "sandbox-api-key-reader-000000000000000000" },
  /** An ordinary user without accounting, sales or HR rights. */
  limited: { login: "limited@trading.test", password: "sandbox-limited", apiKey: "sandbox-api-key-limited-00000000000000000" },
  admin: { login: "admin", password: "sandbox-admin", apiKey: "sandbox-api-key-admin-0000000000000000000" },
} as const;

/** The database of the n-th bench tenant: Odoo 19.0, another seed for each n. */
export function benchDatabase(n: number): string {
  return `trading-${n}`;
}
