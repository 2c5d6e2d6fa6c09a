// How work reaches the lanes: the queue is asked first; when it stays silent the lane is called
// directly.
import type { LaneRpc } from "../../contract/rpc/lane.ts";
import type { Task } from "../../contract/rpc/task.ts";
import { errorLine } from "../../core/error-line.ts";

/** How long a task may lie in the queue before the lane is called directly. */
const patienceMs = 1_500;

/** What the dispatcher needs of the queue. */
export type TaskQueue = Pick<Queue<Task>, "sendBatch">;

export class TaskDispatcher {
  readonly #queue: TaskQueue;
  readonly #lane: () => LaneRpc;
  readonly #waitUntil: (work: Promise<unknown>) => void;
  /**
   * When tasks were sent for which no lane has come yet. This is lost with the object: the alarm
   * sends again, and a lane too many finds nothing to do.
   */
  #sent: number[] = [];

  constructor(queue: TaskQueue, lane: () => LaneRpc, waitUntil: (work: Promise<unknown>) => void) {
    this.#queue = queue;
    this.#lane = lane;
    this.#waitUntil = waitUntil;
  }

  /** A lane has come: one task fewer is on its way. */
  arrived(): void {
    this.#sent.shift();
  }

  /** Sends as many tasks as there is work that neither a lane nor a task on the way will take. */
  send(
    task: Task,
    { due, claimed, lanes }: { due: number; claimed: number; lanes: number },
    now: number,
  ): void {
    const wanted = Math.min(due, lanes - claimed) - this.#sent.length;
    if (wanted <= 0) return;
    for (let sent = 0; sent < wanted; sent += 1) this.#sent.push(now);
    this.#waitUntil(this.#post(Array.from({ length: wanted }, () => task)));
  }

  async #post(tasks: Task[]): Promise<void> {
    try {
      await this.#queue.sendBatch(tasks.map((body) => ({ body })));
    } catch (error) {
      // The alarm notices the silence and calls the lanes itself.
      console.warn("the queue took no tasks", errorLine(error));
    }
  }

  /** Whether tasks have been on the way for too long. */
  isSilent(now: number): boolean {
    const first = this.#sent[0];
    return first !== undefined && now - first >= patienceMs;
  }

  /** When the queue will have been silent for too long. */
  silentAt(now: number): number {
    return (this.#sent[0] ?? now) + patienceMs;
  }

  /** Calls lanes directly, without waiting for them: an alarm that waits holds back the next. */
  call(task: Task, lanes: number): void {
    this.#sent = [];
    for (let called = 0; called < lanes; called += 1) this.#waitUntil(this.#work(task));
  }

  async #work(task: Task): Promise<void> {
    try {
      await this.#lane().work(task);
    } catch (error) {
      // What the lane held is taken back when its claim runs out.
      console.warn("a lane broke off", errorLine(error));
    }
  }
}
