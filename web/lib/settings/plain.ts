// A configuration's facts in words.
import type { Configuration } from "../../../contract/api/configuration.ts";
import { speech } from "../words/speech.svelte.ts";

/** When it runs: "every hour, 07:00–19:00 (Paris)", or that somebody clicks. */
export function when({ mode, schedule }: Pick<Configuration, "mode" | "schedule">): string {
  const w = speech.words.configurations;
  if (mode === "manual" || !schedule) return w.manual;
  const every = w.everyMinutes(schedule.everyMinutes);
  if (schedule.fromHour === 0 && schedule.toHour === 24) return w.scheduleAllDay(every);
  const { format } = speech;
  return w.schedule(
    every,
    format.hour(schedule.fromHour),
    format.hour(schedule.toHour),
    format.zone,
  );
}
