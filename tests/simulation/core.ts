// One core's share of a campaign: lives through stretches of seeds and says what was seen.
import { parentPort } from "node:worker_threads";
import { addWorld, emptySum, type Stretch } from "./campaign.ts";
import { simulate } from "./simulate.ts";

// What fails on purpose in every world is no news.
Error.stackTraceLimit = 4;
console.warn = () => undefined;
console.error = () => undefined;

parentPort?.on("message", async ({ from, to }: Stretch) => {
  const sum = emptySum();
  for (let seed = from; seed <= to; seed += 1) addWorld(sum, await simulate(seed));
  parentPort?.postMessage(sum);
});
