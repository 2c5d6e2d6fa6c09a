// Keys that let the service recognise a repeated request.

/** 128 random bits in hex. `crypto.randomUUID` does not exist on plain http in a local network. */
export const newIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
