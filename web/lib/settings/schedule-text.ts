// When a configuration runs, in words.
import type { Configuration } from "../../../contract/api/configuration.ts";
import { i18n } from "../i18n/i18n.svelte.ts";

/** "every hour, 07:00–19:00 (Paris)", or "when someone clicks". */
export function scheduleText({ mode, schedule }: Pick<Configuration, "mode" | "schedule">): string {
  const m = i18n.messages.configurations;
  if (mode === "manual" || !schedule) return m.manual;
  const every = m.everyMinutes(schedule.everyMinutes);
  if (schedule.fromHour === 0 && schedule.toHour === 24) return m.scheduleAllDay(every);
  const { format } = i18n;
  return m.schedule(
    every,
    format.hour(schedule.fromHour),
    format.hour(schedule.toHour),
    format.zone,
  );
}
