// Live views as a page opens them.
import { ask, origin, type Session } from "./fixture.ts";

/** Asks for a live view; refused ones have no socket. */
export const open = (
  as: Session | null,
  headers: Record<string, string> = { origin },
  tenant = "ours",
) => ask(`/api/tenants/${tenant}/live`, { as, headers: { upgrade: "websocket", ...headers } });

export type View = {
  socket: WebSocket;
  closed: Promise<{ code: number; afterMs: number }>;
  isOpen: () => boolean;
};

/** Opens a live view and records when it is closed. */
export async function watch(as: Session, tenant = "ours"): Promise<View> {
  const { webSocket, status } = await open(as, { origin }, tenant);
  if (!webSocket) throw new Error(`not opened: ${status}`);
  let isOpen = true;
  const since = performance.now();
  const closed = new Promise<{ code: number; afterMs: number }>((resolve) =>
    webSocket.addEventListener("close", ({ code }) => {
      isOpen = false;
      resolve({ code, afterMs: performance.now() - since });
    }),
  );
  webSocket.accept();
  return { socket: webSocket, closed, isOpen: () => isOpen };
}

/** The token in the cookie of a session, which identifies its row in D1. */
export const tokenOf = ({ cookie }: Session) =>
  decodeURIComponent(cookie.split("=")[1] ?? "").split(".")[0] ?? "";
