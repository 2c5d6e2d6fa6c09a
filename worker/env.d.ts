// What the Worker is given beside the bindings of wrangler.toml.
declare namespace Cloudflare {
  interface Env {
    /** Opens the operator's route; the route does not exist while this is unset. */
    SETUP_TOKEN?: string;
    /**
     * On one's own machine in its place: the SHA-256 of the token in hexadecimal, which may stand
     * on a command line.
     */
    SETUP_TOKEN_SHA256?: string;
    /** A pool in front of one PostgreSQL, where the operator binds it: see wrangler.toml. */
    HYPERDRIVE?: Hyperdrive;
  }
}

interface Env {
  SETUP_TOKEN?: string;
  SETUP_TOKEN_SHA256?: string;
  HYPERDRIVE?: Hyperdrive;
}
