// The live view of one tenant: a snapshot, then numbered messages; polling while there is no
// socket.
import ReconnectingWebSocket from "partysocket/ws";
import type { closeCodes } from "../../contract/api/live.ts";
import type { LiveMessage } from "../../contract/api/live.ts";
import type { Status } from "../../contract/api/status.ts";
import type { Freshness } from "../../contract/api/record.ts";
import type { LastRun, Run } from "../../contract/api/run.ts";
import { api } from "./api.ts";

/** `quiet`: the socket was lost a moment ago; the page does not say so yet. */
export type LiveState = "connecting" | "live" | "quiet" | "reconnecting" | "polling";

// Repeated here because importing the schema would load its validator; the type keeps both equal.
const closed: typeof closeCodes = { signInAgain: 4401, noLongerAllowed: 4403 };

const sayLostAfterMs = 3_000;
const pollEveryMs = 5_000;
const pollAfterFailures = 3;
const pingEveryMs = 25_000;
const silenceMs = 60_000;

export type LiveCallbacks = {
  /** Fetches the current state, while there is no socket. */
  status(): Promise<Status>;
  /** The session has ended, or this person may no longer watch. */
  dismissed(reason: keyof typeof closeCodes): void;
};

export class Live {
  /** The active run, else the last one; undefined until the first answer. */
  run: Run | null | undefined = $state.raw();
  freshness: Freshness[] = $state.raw([]);
  /** The last ended run of each configuration. */
  lastRuns: LastRun[] = $state.raw([]);
  /** Refreshes that wait for other systems and let the active one go first. */
  setAside: Run[] = $state.raw([]);
  state: LiveState = $state("connecting");
  /** How far the clock of this device is behind the server's. */
  skewMs: number = $state(0);
  /** True once the first state has arrived. */
  known: boolean = $derived(this.run !== undefined);
  active: Run | null = $derived(this.run && this.run.endedAt === null ? this.run : null);

  #callbacks: LiveCallbacks | undefined;
  #socket: ReconnectingWebSocket | undefined;
  #seq = -1;
  #failures = 0;
  #heardAt = 0;
  #lost: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #polling: ReturnType<typeof setInterval> | undefined;

  /** Follows a tenant until the returned function is called. */
  follow(tenant: string, care: LiveCallbacks): () => void {
    this.#callbacks = care;
    this.run = undefined;
    this.freshness = [];
    this.lastRuns = [];
    this.setAside = [];
    this.#seq = -1;
    const socket = new ReconnectingWebSocket(api.socketAddress("watch", { tenant }), [], {
      minReconnectionDelay: 500,
      maxReconnectionDelay: 20_000,
      reconnectionDelayGrowFactor: 1.7,
      connectionTimeout: 6_000,
    });
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#heard(String(event.data)));
    socket.addEventListener("close", (event) => this.#closed(event.code));
    this.#socket = socket;
    this.#beat = setInterval(() => this.#checkPulse(), pingEveryMs);
    return () => this.#leave();
  }

  /** Takes a run from the answer to a call, unless the socket has already sent something newer. */
  accept(run: Run): void {
    const known = this.run;
    if (known?.executionId === run.executionId && known.seq >= run.seq) return;
    if (known && known.startedAt > run.startedAt) return;
    this.run = run;
  }

  #opened(): void {
    this.#failures = 0;
    this.#heardAt = Date.now();
    clearTimeout(this.#lost);
    this.#stopPolling();
    this.state = "live";
  }

  #heard(text: string): void {
    this.#heardAt = Date.now();
    if (!text.startsWith("{")) return; // The answer to a ping.
    const message = JSON.parse(text) as LiveMessage;
    this.skewMs = Date.parse(message.at) - Date.now();
    if (message.type === "snapshot") {
      this.#seq = message.seq;
      this.run = message.run;
      this.freshness = message.freshness;
      this.lastRuns = message.lastRuns;
      this.setAside = message.setAside;
      return;
    }
    if (message.seq <= this.#seq) return;
    const missed = message.seq > this.#seq + 1;
    this.#seq = message.seq;
    this.run = message.run;
    this.setAside = message.setAside;
    if (message.lastRuns) this.lastRuns = message.lastRuns;
    if (message.freshness) this.freshness = message.freshness;
    // A missed message may have changed the data; the current state makes up for it.
    else if (missed) void this.#poll();
  }

  #closed(code: number): void {
    if (code === closed.signInAgain) return this.#dismissed("signInAgain");
    if (code === closed.noLongerAllowed) return this.#dismissed("noLongerAllowed");
    this.#failures += 1;
    if (this.state === "live") {
      this.state = "quiet";
      this.#lost = setTimeout(() => (this.state = "reconnecting"), sayLostAfterMs);
    }
    if (this.#failures >= pollAfterFailures && this.#polling === undefined) {
      this.#polling = setInterval(() => void this.#poll(), pollEveryMs);
      void this.#poll();
    }
  }

  #dismissed(reason: keyof typeof closeCodes): void {
    const care = this.#callbacks;
    this.#leave();
    care?.dismissed(reason);
  }

  async #poll(): Promise<void> {
    const care = this.#callbacks;
    try {
      const status = await care?.status();
      if (!status || care !== this.#callbacks) return;
      if (this.#polling !== undefined) {
        clearTimeout(this.#lost);
        this.state = "polling";
      }
      const run = status.active ?? status.last;
      if (run) this.accept(run);
      else this.run = null;
      this.freshness = status.freshness;
      this.lastRuns = status.lastRuns;
      this.setAside = status.setAside;
    } catch {
      if (this.state === "polling") this.state = "reconnecting";
    }
  }

  /** A socket can be dead without closing: after two unanswered pings it is replaced. */
  #checkPulse(): void {
    const socket = this.#socket;
    if (socket?.readyState !== ReconnectingWebSocket.OPEN) return;
    if (Date.now() - this.#heardAt > silenceMs) socket.reconnect();
    else socket.send("ping");
  }

  #stopPolling(): void {
    clearInterval(this.#polling);
    this.#polling = undefined;
  }

  #leave(): void {
    this.#callbacks = undefined;
    clearTimeout(this.#lost);
    clearInterval(this.#beat);
    this.#stopPolling();
    this.#socket?.close();
    this.#socket = undefined;
  }
}
