// What the Worker is given beside the bindings of wrangler.toml.
declare namespace Cloudflare {
  interface Env {
    /** Opens the operator's route; the route does not exist while this is unset. */
    SETUP_TOKEN?: string;
    /** A pool in front of one PostgreSQL, where the operator binds it: see wrangler.toml. */
    HYPERDRIVE?: Hyperdrive;
  }
}

interface Env {
  SETUP_TOKEN?: string;
  HYPERDRIVE?: Hyperdrive;
}
