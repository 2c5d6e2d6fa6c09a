// The line to a PostgreSQL, opened by ourselves: the driver's own socket breaks inside the runtime
// behind everybody's back.
import { connect, type Socket } from "node:net";
import { connect as encrypt } from "node:tls";

/** The line is gone. */
export class ConnectionLost extends Error {
  readonly code = "CONNECTION_CLOSED";
}

/**
 * The server offers no encryption, or shows a certificate that nobody vouches for, or one for
 * another name.
 */
export class NotEncrypted extends Error {}

type Way = { host: string; port: number; tls: boolean; withinMs: number };

/**
 * Opens a line, encrypted before anything is said if it is to be. It opens within its time or not
 * at all.
 */
export async function openLine({ host, port, tls, withinMs }: Way): Promise<Socket> {
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

/**
 * "May we speak encrypted?": eight bytes that come before the protocol, answered by a single
 * letter.
 */
const question = Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);

// Read byte by byte: what somebody on the way has put behind the letter in clear then breaks the
// handshake, and the runtime encrypts no line on which it is still waiting for more.
const oneLetter = (tell: (letter: string) => void) => ({
  buffer: new Uint8Array(1),
  callback: (_: number, buffer: Uint8Array): boolean => {
    tell(String.fromCharCode(buffer[0] ?? 0));
    return false;
  },
});

async function upgrade(socket: Socket, host: string, answer: Promise<string>): Promise<Socket> {
  socket.write(question);
  const letter = await Promise.race([answer, lost(socket)]);
  if (letter !== "S") throw new NotEncrypted("the server offers no encryption");
  // The certificate is looked at, and so is the name in it.
  const line = encrypt({ socket, host, rejectUnauthorized: true });
  try {
    await opened(line, "secureConnect");
    return line;
  } catch (cause) {
    line.destroy();
    // Inside the runtime a handshake fails without a reason that could be read.
    throw new NotEncrypted("the line could not be encrypted", { cause });
  }
}

/** The line is open, or over before it was. */
const opened = (socket: Socket, event: "connect" | "secureConnect"): Promise<void> =>
  Promise.race([new Promise<void>((resolve) => void socket.once(event, resolve)), lost(socket)]);

/**
 * Only ever fails. What comes later than anybody waits for it is heard all the same: an error that
 * nobody hears ends the process.
 */
function lost(socket: Socket): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  socket.once("error", reject).once("close", () => reject(new ConnectionLost()));
  return promise;
}
