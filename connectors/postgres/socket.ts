// Opens the socket to a PostgreSQL ourselves, because errors of the driver's own socket cannot be
// caught inside the runtime.
import { connect, type Socket } from "node:net";
import { connect as encrypt } from "node:tls";

/** The connection is lost. */
export class ConnectionLost extends Error {
  readonly code = "CONNECTION_CLOSED";
}

/**
 * The server offers no encryption, or its certificate is not trusted, or it is for another name.
 */
export class NotEncrypted extends Error {}

type Way = { host: string; port: number; tls: boolean; withinMs: number };

/**
 * Opens a socket, encrypted from the start if it should be. Throws if that takes longer than
 * `withinMs`.
 */
export async function openSocket({ host, port, tls, withinMs }: Way): Promise<Socket> {
  const answered = Promise.withResolvers<string>();
  const socket = connect({ host, port, ...(tls ? { onread: oneLetter(answered.resolve) } : {}) });
  const timer = setTimeout(() => socket.destroy(new ConnectionLost()), withinMs);
  try {
    await opened(socket, "connect");
    return tls ? await upgrade(socket, host, answered.promise) : socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** SSLRequest: eight bytes sent before the protocol starts, answered by a single letter. */
const sslRequest = Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);

// The answer is read byte by byte. Plain text that an attacker adds after the letter then breaks
// the handshake, and the runtime cannot encrypt a socket while a longer read is pending.
const oneLetter = (tell: (letter: string) => void) => ({
  buffer: new Uint8Array(1),
  callback: (_: number, buffer: Uint8Array): boolean => {
    tell(String.fromCharCode(buffer[0] ?? 0));
    return false;
  },
});

async function upgrade(socket: Socket, host: string, answer: Promise<string>): Promise<Socket> {
  socket.write(sslRequest);
  const letter = await Promise.race([answer, lost(socket)]);
  if (letter !== "S") throw new NotEncrypted("the server offers no encryption");
  // The certificate and its host name are verified.
  const line = encrypt({ socket, host, rejectUnauthorized: true });
  try {
    await opened(line, "secureConnect");
    return line;
  } catch (cause) {
    line.destroy();
    // Inside the runtime, a failed handshake gives no reason.
    throw new NotEncrypted("the line could not be encrypted", { cause });
  }
}

/** Resolves when the socket is open; rejects if it closes before. */
const opened = (socket: Socket, event: "connect" | "secureConnect"): Promise<void> =>
  Promise.race([new Promise<void>((resolve) => void socket.once(event, resolve)), lost(socket)]);

/**
 * A promise that only rejects, when the socket fails. The listener stays after the last caller,
 * because an unhandled error ends the process.
 */
function lost(socket: Socket): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  socket.once("error", reject).once("close", () => reject(new ConnectionLost()));
  return promise;
}
