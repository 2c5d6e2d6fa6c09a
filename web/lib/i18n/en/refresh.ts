// A refresh in English: how old the data is, how to start, and what happens while one runs.
import { counter, figures } from "../count.ts";

const count = counter("en");
const figure = figures("en");

export const refresh = {
  fresh: {
    never: "No data yet",
    updated: (age: string) => `Updated ${age}`,
    updatedNow: "Updated just now",
    details: "Show details",
    asOf: (moment: string) => `Data as of ${moment}`,
    broughtBy: (who: string) => `Refreshed by ${who}`,
    bySchedule: "Refreshed by the schedule",
    somebody: "someone",
    failed: (at: string) => `The last refresh failed on ${at}.`,
    cancelled: (at: string) => `The last refresh was stopped on ${at}.`,
    withProblems: (at: string) =>
      `The last refresh ended with problems on ${at}. Some of this data may be out of date.`,
    withWarnings: (at: string) =>
      `The last refresh read everything on ${at}, but its files have warnings.`,
    undone: (at: string, who: string, when: string) =>
      `The refresh of ${at} was undone by ${who} on ${when}.`,
    before: "The earlier data is shown.",
    nothingBefore: "There is no earlier data to show.",
    records: (n: number) => count(n, "record", "records"),
    seeLast: "See the last refresh",
    stale: (hours: number) => `This data is ${count(hours, "hour", "hours")} old. Refresh it now?`,
    staleDays: (days: number) => `This data is ${count(days, "day", "days")} old. Refresh it now?`,
    staleViewer: (hours: number) =>
      `This data is ${count(hours, "hour", "hours")} old. Ask an administrator to refresh it.`,
    staleDaysViewer: (days: number) =>
      `This data is ${count(days, "day", "days")} old. Ask an administrator to refresh it.`,
    later: "Remind me in 4 hours",
    banner: (percent: string) =>
      `Data refresh in progress: ${percent}. You can keep reading; the new data appears here once it is complete.`,
    newData: "New data is ready.",
    showIt: "Show it",
  },
  live: {
    connecting: "Connecting…",
    live: "Live",
    reconnecting: "Reconnecting…",
    polling: "Updates every 5 s",
    offline: "You are offline. The page shows the last data it received.",
  },
  refresh: {
    start: "Refresh data",
    starting: "Starting…",
    view: (percent: string) => `View progress (${percent})`,
    longConfirm: (duration: string) =>
      `The last refresh took ${duration}. You can keep working meanwhile. Start now?`,
    title: "Data refresh",
    startedBy: (who: string, at: string) => `Started by ${who} at ${at}`,
    bySchedule: (at: string) => `Started by the schedule at ${at}`,
    already: (who: string, at: string, percent: string) =>
      `${who} already started a refresh at ${at}. It is ${percent} done; you can follow it here.`,
    preparing: "Preparing the refresh…",
    reading: (source: string, host: string) =>
      host ? `Reading ${source} from ${host}…` : `Reading ${source}…`,
    comparing: (source: string) => `Comparing ${source} with the source…`,
    publishing: "Publishing the new data…",
    delivering: "Sending the data to its destination…",
    deliveringOf: (source: string) => `Sending ${source} to its destination…`,
    callsLeft: (remaining: number, limit: number) =>
      `${figure(remaining)} of ${count(limit, "call", "calls")} left today.`,
    callsAgain: (at: string) => `The count resets at ${at}.`,
    callsNone: "No calls are left today. A refresh would end without reading anything.",
    fewCalls: "Few calls to the source are left today. Start the refresh anyway?",
    stopping: "Stopping…",
    elapsed: "Elapsed",
    left: "Time left",
    leftUnknown: "not known yet",
    leftWaiting: "paused",
    leftLonger: "longer than usual",
    about: (range: string) => `about ${range}`,
    lessThanMinute: "less than a minute",
    minutes: (low: number, high: number) =>
      low === high
        ? count(high, "minute", "minutes")
        : `${low}–${count(high, "minute", "minutes")}`,
    speed: (perSecond: number) => `${count(perSecond, "record", "records")} per second`,
    soFar: (n: number) => `${count(n, "record", "records")} so far`,
    of: (read: string, total: string) => `${read} of ${total}`,
    stop: "Stop",
    stopTitle: "Stop this refresh?",
    stopText: "Everyone keeps the current data. What has been read so far is not shown.",
    stopYes: "Stop the refresh",
    stopNo: "Keep it running",
    hide: "Hide",
    hideHint: "The refresh continues in the background.",
    hideEnded: "Close",
    waiting: (reason: string, at: string) => `Paused. ${reason} Next try at ${at}.`,
    setAside: "Waiting:",
    waitingIn: (seconds: number) => `in ${count(seconds, "second", "seconds")}`,
    valueText: (percent: number, step: number, steps: number, source: string) =>
      steps > 0 && step > 0
        ? `${percent} percent, source ${step} of ${steps}, ${source}`
        : `${percent} percent`,
    sources: "Data sources",
    quiet: "No news for 2 minutes. The refresh resumes automatically.",
  },
  announce: {
    started: (who: string) => `Data refresh started by ${who}.`,
    step: (source: string) => `Now reading ${source}.`,
    percent: (percent: number) => `Data refresh: ${percent} percent.`,
    paused: "Data refresh paused.",
    resumed: "Data refresh resumed.",
    newData: "The new data is shown.",
  },
  status: {
    surveying: "In progress",
    fetching: "In progress",
    verifying: "In progress",
    publishing: "In progress",
    delivering: "In progress",
    cancelling: "Stopping",
    completed: "Completed",
    completed_with_problems: "Completed with problems",
    failed: "Failed",
    cancelled: "Stopped",
    undone: "Undone",
    waiting: "Paused",
  },
  step: {
    surveying: "Waiting to start",
    fetching: "In progress",
    verifying: "Comparing",
    ready: "Read, not shown yet",
    completed: "Done",
    incomplete: "Partly done",
    attention: "Done, some records need attention",
    failed: "Failed",
    cancelled: "Stopped",
  },
};
