// The settings in English: connections, shared connections, configurations and members.
import { counter } from "../count.ts";

const count = counter("en");

export const settings = {
  connections: {
    title: "Connections",
    lead: "The outside systems that the data comes from.",
    add: "Add a connection",
    addFirst: "No connection yet. Add the system your data comes from.",
    name: "Name",
    nameHint: "Your own name for this system, for example “Head office Odoo”.",
    kind: "System",
    secretKept: (at: string, who: string) => `Saved on ${at} by ${who}`,
    secretKeptOn: (at: string) => `Saved on ${at}`,
    replace: "Replace",
    keep: "Keep the saved one",
    secretAgain:
      "The address has changed, so enter the password or key again. It is never sent to another address.",
    test: "Test the connection",
    testing: "Testing…",
    testCancel: "Cancel the test",
    testPassedUnsaved: "The test passed with what you entered. It is not saved yet.",
    testPassed: "The test passed.",
    testFailed: "The test found a problem. See below what to do.",
    tested: (age: string) => `Tested ${age}`,
    testedBad: (age: string) => `Test failed ${age}`,
    notTested: "Not tested yet",
    usedBy: (names: string) => `Used by: ${names}`,
    unused: "Not used yet",
    saved: "The connection is saved.",
    deleted: "The connection is deleted.",
    deleteTitle: (name: string) => `Delete the connection ${name}?`,
    deleteText: "The saved password or key is erased. Data already read stays.",
    httpsAdded: "“https://” was added to the start of the address.",
    addressWrong: "This is not a web address. Example: https://company.odoo.com",
    found: "What we found there",
    discover: "Look for data",
    records: (n: number) => count(n, "record", "records"),
    checks: { passed: "Passed", warning: "Warning", failed: "Failed", skipped: "Not checked" },
    remedy: "What to do",
    shared: "Shared connection",
    sharedLead: "Global administrators manage this connection. You can use it, but not change it.",
    bringFiles: "Upload files",
  },
  sharedConnections: {
    title: "Shared connections",
    lead: "One account that serves several establishments.",
    add: "Add a shared connection",
    none: "No shared connection yet.",
    noneLead: "Add one when a single account holds the data of several establishments.",
    shares: "Establishments that may use it",
    sharesLead:
      "The values set here for an establishment limit it to its own data. They override the settings above.",
    sharedWith: (names: string) => `Shared with ${names}`,
    sharedWithNone: "Not shared with anyone yet",
    share: "Share with an establishment",
    tenant: "Establishment",
    fixedNone: "No values set",
    asBefore: "Same as the connection",
    everybody: "It is shared with every establishment.",
    shareSave: "Share",
    changeOf: (name: string) => `Change the values set for ${name}`,
    unshare: "Stop sharing",
    unshareOf: (name: string) => `Stop sharing with ${name}`,
    unshareTitle: (name: string) => `Stop sharing the connection with ${name}?`,
    unshareText:
      "Its configurations stay and keep their data, but can no longer be refreshed. Nothing changes at the source.",
    shared: (name: string) => `Shared with ${name}.`,
    unshared: (name: string) => `No longer shared with ${name}.`,
    deleteText:
      "The saved password or key is erased, and nobody can use the connection any more. Data already read stays.",
    back: "All shared connections",
    pause: "Pause",
    pausedUntil: (host: string, at: string) =>
      `${host} asked us to pause. Refreshes through this connection wait until ${at}.`,
    endPause: "Try again now",
    pauseEnded: "The pause is over. Refreshes continue at once.",
  },
  configurations: {
    title: "Configurations",
    lead: "What is refreshed, from where and when.",
    add: "Add a configuration",
    addFirst: "No configuration yet. Choose what to refresh.",
    needConnection: "Add a connection first: a configuration reads through it.",
    steps: { source: "Source", what: "Data", when: "Schedule", review: "Review" },
    stepOf: (step: number, steps: number) => `Step ${step} of ${steps}`,
    connection: "Connection",
    template: "What to read",
    resources: "Data sources",
    destination: "Also send to",
    destinationNone: "Nowhere else",
    destinationHint: "After each refresh, the data is also sent to this system.",
    mode: "When to refresh",
    modes: { manual: "When someone clicks", automatic: "Automatically, on a schedule" },
    every: "How often",
    from: "From",
    to: "Until",
    schedule: (every: string, from: string, to: string, zone: string) =>
      `${every}, ${from}–${to} (${zone})`,
    scheduleAllDay: (every: string) => `${every}, day and night`,
    manual: "when someone clicks",
    nextAt: (moment: string) => `Next: ${moment}`,
    startedBy: "Who may start it",
    roles: { viewer: "Readers", staff: "Staff" },
    adminsAlways: "Administrators always may.",
    guard: "Ask before removing",
    guardHint: "If more records than this would disappear at once, a person is asked first.",
    guardShare: "More than (%)",
    guardCount: "and more than (records)",
    lanes: "Parallel reads",
    lanesHint: "More is faster, but puts more load on the source.",
    pageSize: "Records per request",
    pageSizeHint: "Fewer are gentler on a slow source. Leave empty for the usual number.",
    completeEvery: "Full read every (days)",
    review: (name: string, what: string, connection: string, when: string) =>
      `${name} reads ${what} from ${connection}, ${when}.`,
    saved: "The configuration is saved.",
    deleted: "The configuration is deleted.",
    deleteTitle: (name: string) => `Delete the configuration ${name}?`,
    deleteText:
      "Its data is no longer shown here, and its schedule ends. Nothing changes at the source.",
    deleteType: (name: string) => `Type “${name}” to confirm`,
    turnOn: "Turn on the schedule",
    turnOff: "Turn off the schedule",
    refreshNow: "Refresh now",
    everyMinutes: (n: number) =>
      n === 10_080
        ? "every week"
        : n === 1440
          ? "every day"
          : n === 60
            ? "every hour"
            : n % 1440 === 0
              ? `every ${n / 1440} days`
              : n % 60 === 0
                ? `every ${n / 60} hours`
                : `every ${n} min`,
  },
  members: {
    title: "Members",
    lead: "Who may read, refresh and manage here.",
    caption: "Members of this establishment, by name",
    none: "This establishment has no members yet.",
    noneLead: "Add the first person below; an establishment needs an administrator.",
    name: "Name",
    email: "E-mail",
    role: "Role",
    roleOf: (name: string) => `Role of ${name}`,
    you: "you",
    duties: {
      viewer: "Reads the data.",
      staff: "Reads the data, starts refreshes, uploads files and sees the history.",
      admin: "Does all of that, and manages connections, configurations and members.",
    },
    add: "Add a member",
    addHint: "The person must already have an account. The operator of this service creates them.",
    adding: "Adding…",
    added: (name: string) => `${name} is now a member.`,
    changed: (name: string, role: string) => `${name} now has the role ${role}.`,
    remove: "Remove",
    removeName: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove ${name} from this establishment?`,
    removeText:
      "The person loses access at once. The account stays, and so does everything done with it.",
    removeSelf:
      "You lose access to this establishment at once. Another administrator can add you again.",
    removed: (name: string) => `${name} is no longer a member.`,
    ownRoleTitle: "Change your own role?",
    ownRoleText:
      "You will no longer be able to manage this establishment. Another administrator can change your role back.",
  },
};
