// Secrets and bindings of the Worker beside those of wrangler.toml.
declare namespace Cloudflare {
  interface Env {
    /** Opens the operator's route; the route does not exist while this is unset. */
    SETUP_TOKEN?: string;
    /**
     * In the local stack in its place: the SHA-256 of the token in hexadecimal, which may appear
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
