// The subscribers of the live view: hibernating sockets, at most four messages a second, the last one
// always.
import {
  closeCodes,
  type LiveMessage,
  type Progress,
  type Snapshot,
} from "../../contract/api/live.ts";
import { mostViews } from "../../contract/rpc/viewer.ts";
import { errorLine } from "../../core/error-line.ts";

/** Who sits behind a socket, kept in its attachment so that it outlives hibernation. */
export type Subscriber = { session: string; person: string; expiresAt: number };

type Message = Omit<Progress, "seq">;

const pauseMs = 250;

export class Subscribers {
  readonly #ctx: DurableObjectState;
  /**
   * Numbers go on rising over evictions: a new life starts at the clock, which is ahead of any
   * count of messages.
   */
  #seq = Date.now();
  #sentAt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Viewers that may still come before all have to be counted again. Leaving only makes room. */
  #room = 0;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    // The runtime answers the ping of an idle viewer without waking the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Whose limit one more viewer would pass; null: there is room. */
  limitReachedBy(person: string): keyof typeof mostViews | null {
    if (this.#open(`person:${person}`) >= mostViews.person) return "person";
    if (this.#room === 0) this.#room = Math.max(0, mostViews.tenant - this.#open());
    return this.#room === 0 ? "tenant" : null;
  }

  #open(tag?: string): number {
    return this.#ctx.getWebSockets(tag).filter(({ readyState }) => readyState === WebSocket.OPEN)
      .length;
  }

  /** Accepts a viewer, who gets a snapshot first. */
  accept(socket: WebSocket, viewer: Subscriber, snapshot: Omit<Snapshot, "seq">): void {
    this.#room = Math.max(0, this.#room - 1);
    this.#ctx.acceptWebSocket(socket, [`person:${viewer.person}`, `session:${viewer.session}`]);
    socket.serializeAttachment(viewer);
    this.#sendOne(socket, { ...snapshot, seq: this.#seq });
  }

  /**
   * Sends a message to everybody. Messages closer together than a quarter of a second become one,
   * the newest.
   * @param look makes the message when it is sent, so that it says what is true then
   */
  broadcast(look: () => Message | null, urgency: "soon" | "now"): void {
    if (urgency === "soon") {
      if (this.#timer !== null) return;
      const waitMs = this.#sentAt + pauseMs - Date.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#send(look());
        }, waitMs);
        return;
      }
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#send(look());
  }

  #send(message: Message | null): void {
    if (message === null) return;
    this.#sentAt = Date.now();
    this.#seq += 1;
    const numbered: LiveMessage = { ...message, seq: this.#seq };
    const text = JSON.stringify(numbered);
    for (const socket of this.#ctx.getWebSockets()) {
      if (this.#hasExpired(socket)) socket.close(closeCodes.signInAgain, "signed out");
      else this.#sendText(socket, text);
    }
  }

  #hasExpired(socket: WebSocket): boolean {
    return viewerOf(socket).expiresAt <= Date.now();
  }

  #sendOne(socket: WebSocket, message: LiveMessage): void {
    this.#sendText(socket, JSON.stringify(message));
  }

  #sendText(socket: WebSocket, text: string): void {
    if (socket.readyState !== WebSocket.OPEN) return;
    try {
      socket.send(text);
    } catch (error) {
      // A socket that breaks while it is written to is gone: its viewer reconnects and gets a
      // snapshot.
      console.debug("a viewer left while being told", errorLine(error));
    }
  }

  /** Closes the sockets of a session or of a person. @returns how many */
  close(tag: string, code: number): number {
    const sockets = this.#ctx.getWebSockets(tag);
    for (const socket of sockets) socket.close(code, "access ended");
    return sockets.length;
  }

  /** Closes sockets whose session has expired. @returns when the next one expires */
  closeExpired(now: number): number | null {
    let next: number | null = null;
    for (const socket of this.#ctx.getWebSockets()) {
      const { expiresAt } = viewerOf(socket);
      if (expiresAt <= now) socket.close(closeCodes.signInAgain, "signed out");
      else next = Math.min(next ?? expiresAt, expiresAt);
    }
    return next;
  }
}

const viewerOf = (socket: WebSocket): Subscriber => socket.deserializeAttachment() as Subscriber;
