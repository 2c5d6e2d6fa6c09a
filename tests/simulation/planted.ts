// Wrong rules that the simulation has to find: the figure that gives its seeds a meaning.
import type { Planted } from "./planting.ts";

const inClaims = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/claims.ts",
});
const inTransitions = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/run-transitions.ts",
});
const inCommands = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/commands.ts",
});
const inDriver = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/driver.ts",
});
const inTransactor = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/transactor.ts",
});
const inDueTimes = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/due-times.ts",
});
const inLanes = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/lanes.ts",
});
const inIngest = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/ingest.ts",
});
const inDelivery = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "core/delivery-progress.ts",
});
const inResource = (bug: Omit<Planted, "file">): Planted => ({ ...bug, file: "core/resource.ts" });
const inRunLock = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "durable-objects/tenant/run-lock.ts",
});
const inRunLockRule = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "core/run-lock.ts",
});
const inAdmission = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "core/admission.ts",
});
const inResume = (bug: Omit<Planted, "file">): Planted => ({ ...bug, file: "core/resume.ts" });
const inUndo = (bug: Omit<Planted, "file">): Planted => ({ ...bug, file: "core/undo.ts" });
const inQuestions = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "core/removal-questions.ts",
});
const inPublishing = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "core/publishing.ts",
});
const inRetryPolicy = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "core/retry-policy.ts",
});
const inGroups = (bug: Omit<Planted, "file">): Planted => ({
  ...bug,
  file: "connectors/dhis2/split-refused.ts",
});

export const planted: readonly Planted[] = [
  inClaims({
    name: "the epoch is not checked",
    from: "if (run === null || run.id !== id || run.epoch !== epoch) return null;",
    to: "if (run === null || run.id !== id) return null;",
  }),
  inClaims({
    name: "the attempt is not checked",
    from: `batch.retry.status !== "claimed" || batch.retry.attempt !== attempt) return null;`,
    to: `batch.retry.status !== "claimed") return null;`,
  }),
  inClaims({
    name: "a claim is never taken back",
    from: "if ((batch.retry.claimedUntil ?? 0) > now) continue;",
    to: "if ((batch.retry.claimedUntil ?? 0) > now - 3_600_000) continue;",
  }),
  inClaims({
    name: "a claim is taken back while its lane renews it",
    from: "if ((batch.retry.claimedUntil ?? 0) > now) continue;",
    to: "if ((batch.retry.claimedUntil ?? 0) > now + 20_000) continue;",
  }),
  inClaims({
    name: "more lanes than allowed",
    from: "if (this.#stores.batches.workload(run.id, now).claimed >= run.limits.lanes) return idle;",
    to: "",
  }),
  inClaims({
    name: "kills are held against the batch",
    from: `batch.claimedIn === this.#life ? "sameRuntime" : "restarted"`,
    to: `"sameRuntime"`,
  }),
  inClaims({
    name: "the record that kills its lane is not listed",
    from: "const rejected = rejects.count(run.id, batch.resource) - had;",
    to: "const rejected = 1; rejects.acquit(run.id, batch.resource, [id]);",
  }),
  inClaims({
    name: "a stopped run waits for ever for its lanes",
    from: `if (run.status === "cancelling" && this.#stores.batches.claims(run.id).length === 0)`,
    to: `if (run.status === "cancelling" && this.#stores.batches.all(run.id).length === 0)`,
  }),
  inRetryPolicy({
    name: "a heavy batch is never cut",
    from: "halve: lost >= maxLost",
    to: "halve: lost >= maxLost && lost < 0",
  }),
  inRetryPolicy({
    name: "claims are counted as failures",
    from: "const failures = retry.failures + 1;",
    to: "const failures = retry.attempt + 1;",
  }),
  inRetryPolicy({
    name: "Retry-After is ignored",
    from: "return Math.max(spread, Math.min(askedMs ?? 0, longestSilenceMs));",
    to: "return Math.max(spread, 0 * Math.min(askedMs ?? 0, longestSilenceMs));",
  }),
  inRetryPolicy({
    name: "a source silences us for a day",
    from: "Math.min(askedMs ?? 0, longestSilenceMs)",
    to: "(askedMs ?? 0)",
  }),
  inRetryPolicy({
    name: "waiting at the Gate does not count",
    from: `return isTooLong(until, back.busySince ?? limit.now, limit) ? givenUp(back, "waited_too_long") : { type: "again", retry: back };`,
    to: `return { type: "again", retry: back };`,
  }),
  inRunLockRule({
    name: "a resting run is overtaken by one of its own configuration",
    from: "if (holder.run.configuration === configuration) return holder.run;",
    to: "",
  }),
  inRunLockRule({
    name: "a run that was set aside is overtaken by one of its own configuration",
    from: "if (own !== undefined) return own;",
    to: "",
  }),
  inRunLockRule({
    name: "a resting run is overtaken by one of its own configuration and publishes afterwards",
    from: "if (holder.run.configuration === configuration) return holder.run;\n  const own = aside.find((run) => run.configuration === configuration);\n  if (own !== undefined) return own;",
    to: "",
  }),
  inRunLockRule({
    name: "a run that works is set aside",
    from: "return givesWay(holder) ? null : holder.run;",
    to: "return holder.claims.length >= 0 ? null : holder.run;",
  }),
  inRunLock({
    name: "lanes go on for a run that was set aside",
    from: "for (const batch of this.#stores.batches.claims(active.id))",
    to: "for (const batch of this.#stores.batches.claims(active.id).slice(1))",
  }),
  inRunLock({
    name: "a run that was set aside is forgotten",
    from: "this.#resume(next, now);",
    to: "if (holder !== null) this.#resume(next, now);",
  }),
  inRunLock({
    name: "a run that was set aside loses what was left to do",
    from: `retry: { ...batch.retry, status: "waiting", claimedUntil: null } });\n    this`,
    to: `retry: { ...batch.retry, status: "dropped", claimedUntil: null } });\n    this`,
  }),
  {
    name: "a claim is not numbered",
    file: "core/retry.ts",
    from: "attempt: retry.attempt + 1,",
    to: "attempt: retry.attempt,",
  },
  inPublishing({
    name: "the cursor moves over a hole",
    from: `if (whole && !rereads && step.reads === "records") return {`,
    to: `if (!rereads && step.reads === "records") return {`,
  }),
  inPublishing({
    name: "the cursor moves over a record without an id",
    from: `if (whole && !rereads && step.reads === "records") return {`,
    to: `if (whole && step.reads === "records") return {`,
  }),
  inPublishing({
    name: "the cursor moves when ids alone were compared",
    from: `if (whole && !rereads && step.reads === "records") return {`,
    to: "if (whole && !rereads) return {",
  }),
  inPublishing({
    name: "what was read in part under another mapping counts as read",
    from: "if (before !== null && before.fingerprint === step.fingerprint) return {",
    to: "if (before !== null) return {",
  }),
  {
    name: "records that claim one key are folded into the first",
    file: "contract/source/collision.ts",
    from: "if (claimants.length === 1 && !claimed.has(id)) return claimants;",
    to: "if (claimants.length >= 1 && !claimed.has(id)) return claimants.slice(0, 1);",
  },
  inIngest({
    name: "a key that the source lists twice counts once",
    from: "listed.length < ids.length ? repeatsIn(ids) : []",
    to: "[]",
  }),
  inPublishing({
    name: "the guard is off",
    from: "const asks = exceedsGuard(counts, limits) && !confirms(confirmation());",
    to: "const asks = counts.before < 0 && exceedsGuard(counts, limits) && !confirms(confirmation());",
  }),
  inPublishing({
    name: "a yes covers whatever is gone",
    from: "!confirms(confirmation());",
    to: "confirmation().named.length === 0;",
  }),
  inQuestions({
    name: "an old yes is used again",
    from: "standing.run === id && standing.answeredBy === null",
    to: "standing.run === id",
  }),
  inCommands({
    name: "a retry takes the yes of the run that it repeats along",
    from: "const left = steps.map((step) => this.#leftOver(ended, step));",
    to: "const left = steps.map((step) => this.#leftOver(ended, step));\n          for (const resource of ended.confirms) this.#stores.questions.answer({ configuration: ended.configuration, resource }, start.id);",
  }),
  inPublishing({
    name: "removals go past a hole",
    from: "dropsRemovals: hasHole || asks,",
    to: "dropsRemovals: asks,",
  }),
  inTransitions({
    name: "a dead generation stays visible",
    from: "if (!run.published) this.#stores.metadata.abort(run.generation);",
    to: "",
  }),
  inTransitions({
    name: "the secret outlives the run",
    from: "this.#stores.runs.erasePlan(run.id);",
    to: "",
  }),
  inTransitions({
    name: "the history is told only of the beginning",
    from: `case "note":\n          this.#stores.outbox.put(run.id, run.seq);`,
    to: `case "note":\n          if (run.seq === 1) this.#stores.outbox.put(run.id, run.seq);`,
  }),
  inPublishing({
    name: "what one resource changed is forgotten",
    from: "steps.some( ({ step: { tally }, before, judgement }) =>",
    to: "steps.every( ({ step: { tally }, before, judgement }) =>",
  }),
  inAdmission({
    name: "two runs at once",
    from: 'if (inTheWay !== null) return { type: "alreadyRunning", run: inTheWay };',
    to: "",
  }),
  inCommands({
    name: "undo forgets the cursor",
    from: "publications.withdraw(key, generation);",
    to: "publications.withdraw(key, generation);\n      const then = publications.current(key);\n      if (then !== null) publications.put(key, { ...then, cursor: run.steps.find((one) => one.resource === key.resource)?.cursor ?? null });",
  }),
  inCommands({
    name: "undo leaves its generation alive",
    from: "metadata.abort(generation);\n    this.#stores.schedules.pause",
    to: "this.#stores.schedules.pause",
  }),
  inCommands({
    name: "a stop raises no epoch",
    from: "this.#stores.metadata.raiseEpoch();\n    const asked",
    to: "const asked",
  }),
  inUndo({
    name: "undo takes the ground from under a later refresh",
    from: "|| run.undone || !stands) return",
    to: "|| run.undone) return",
  }),
  inResource({
    name: "removals of a refused resource stay behind",
    from: "const untouched = Object.values(step.tally).every((count) => count === 0);",
    to: "const untouched = step.tally.read === 0;",
    shows: 280,
  }),
  inResume({
    name: "a retry reads everything",
    from: `retry.status !== "done").flatMap(`,
    to: `retry.status !== "waiting").flatMap(`,
  }),
  inCommands({
    name: "a retry goes on after an undo",
    from: "const kind = retryKind(ended, steps, start);",
    to: "const isLast = this.#stores.runs.last()?.id === ended.id;\n      const kind = retryKind(ended, steps, isLast ? { ...start, epoch: ended.epoch + 1 } : start);",
  }),
  inResume({
    name: "a retry mixes old settings with new",
    from: "start.epoch === ended.epoch + 1 && start.reads === ended.reads;",
    to: "start.epoch === ended.epoch + 1;",
  }),
  inResume({
    name: "a retry goes on although something newer was published",
    from: "start.epoch === ended.epoch + 1 && start.reads",
    to: "start.reads",
  }),
  inTransactor({
    name: "an order is no transaction",
    from: "return this.#platform.storage.transactionSync(work);",
    to: "const result = work();\n      this.#platform.storage.transactionSync(() => undefined);\n      return result;",
  }),
  inTransactor({
    name: "the alarm is not set",
    from: "      alarm.ringBy(dueTimes.next(now));\n      return made;",
    to: "      return made;",
  }),
  inDueTimes({
    name: "the alarm does not look again",
    from: "times.push(now + fallbackMs, nextAt, claimEnds,",
    to: "times.push(nextAt, claimEnds,",
  }),
  {
    name: "an alarm that is past is taken for one to come",
    file: "durable-objects/tenant/alarm.ts",
    from: "(this.#setTo !== null && this.#setTo <= at && this.#setTo > this.#now())",
    to: "(this.#setTo !== null && this.#setTo <= at)",
  },
  inLanes({
    name: "nobody calls the lanes when the queue is silent",
    from: "if (run === null || !this.#dispatcher.isSilent(now)) return;",
    to: "if (run === null || run !== null) return;",
  }),
  inDriver({
    name: "a scheduled run never begins",
    from: "transactor.commit((call) => this.#startScheduled(call));\n",
    to: "",
  }),
  inIngest({
    name: "rejected counts as absent",
    from: "this.#stores.records.removeAbsent(view, range, [...idsOf(page), ...rejected]);",
    to: "this.#stores.records.removeAbsent(view, range, [...idsOf(page), ...rejected.slice(0, 0)]);",
  }),
  inIngest({
    name: "the rest of a page is forgotten",
    from: 'page.rest === null ? [] : [{ resource, kind: "fetch", partition: page.rest }];',
    to: "[];",
  }),
  inIngest({
    name: "the checkpoint comes without its rows",
    from: "this.#stores.records.apply(view, packed.records,",
    to: "this.#stores.records.apply(view, batch.retry.attempt > 1 ? [] : packed.records,",
  }),
  inResource({
    name: "published before it is verified",
    from: "if (step.holes > 0) return { after: ready(step, now), batches: [], drop: false };\n    const ask",
    to: "if (step.holes >= 0) return { after: ready(step, now), batches: [], drop: false };\n    const ask",
  }),
  inResource({
    name: "a list cut short removes",
    from: "const disagrees = compared && step.listed !== step.counted &&",
    to: "const disagrees = compared && step.listed > (step.counted ?? 0) &&",
  }),
  inResource({
    name: "a list that was cut short is believed as soon as the count agrees",
    from: "|| namedOnly || lookedBefore;",
    to: "|| namedOnly;",
    shows: 20_066,
  }),
  inResource({
    name: "what is missing is not fetched",
    from: "const repairs = step.round < maxRounds ? planRepair(step.resource, event.missing) : [];",
    to: "const repairs = step.round < 0 ? planRepair(step.resource, event.missing) : [];",
  }),
  inResource({
    name: "a batch given up leaves no hole",
    from: "open: step.open - 1, holes: step.holes + 1, problem: step.problem ?? event.problem",
    to: "open: step.open - 1",
  }),
  {
    name: "the older version wins",
    file: "core/difference.ts",
    from: "incoming.version < own.version",
    to: "incoming.version > own.version",
  },
  {
    name: "unchanged records are taken for changed",
    file: "core/difference.ts",
    from: `return before.hash === after.hash && !isOther(before, after) ? null : "changed";`,
    to: `return "changed";`,
  },
  {
    name: "progress falls",
    file: "core/progress.ts",
    from: "return Math.max(run.progressPercentage, Math.min(99, percent));",
    to: "return Math.min(99, percent);",
  },
  {
    name: "progress says 100 too early",
    file: "core/progress.ts",
    from: "Math.min(99, percent)",
    to: "Math.min(100, percent + 10)",
  },
  {
    name: "completed in spite of rejects",
    file: "core/step.ts",
    from: "const rejected = steps.filter((one) => one.tally.rejected > 0);",
    to: "const rejected = steps.filter((one) => one.tally.rejected < 0);",
  },
  {
    name: "what comes late is still taken",
    file: "durable-objects/tenant/lanes.ts",
    from: 'if (batch.kind !== "deliver" && isSettled(stepOf(run, batch.resource)))',
    to: 'if (batch.kind !== "deliver" && isSettled(stepOf(run, batch.resource)) && now < 0)',
  },
  {
    name: "the history counts as told before it has arrived",
    file: "durable-objects/tenant/history.ts",
    from: "const taken = await this.#ledger().write(entries);",
    to: "keep(() => {\n        for (const { run, seq } of entries) this.#stores.outbox.arrived(run.executionId, seq);\n      });\n      const taken = await this.#ledger().write(entries);",
  },
  {
    name: "the history forgets by the wrong number",
    file: "durable-objects/tenant/history.ts",
    from: "this.#stores.outbox.arrived(run, seq);",
    to: "this.#stores.outbox.arrived(run, seq + 1_000);",
  },
  {
    name: "what a reopened generation holds is not counted",
    file: "core/resume.ts",
    from: `generation === "reopened" ? { ...step.tally, rejected: 0 } : noTally`,
    to: "noTally",
  },
  {
    name: "a retry repeats the rejects of its parent",
    file: "core/resume.ts",
    from: "{ ...step.tally, rejected: 0 }",
    to: "step.tally",
  },
  {
    name: "counts prove enough although records fell out of their window",
    file: "core/resource.ts",
    from: "found < step.toRead;",
    to: "found < 0;",
    shows: 160,
  },
  inResume({
    name: "a retry goes on where lists did not agree",
    from: "const disagreed = step.holes > 0 && unread.length === 0;",
    to: "const disagreed = step.holes > 0 && unread.length < 0;",
  }),
  inCommands({
    name: "a retry forgets the rejects without an id",
    from: "unnamed: rejects.unnamed(ended.id, step.resource),",
    to: "unnamed: 0 * rejects.unnamed(ended.id, step.resource),",
  }),
  inDueTimes({
    name: "a scheduled run that waits keeps the alarm spinning",
    from: "[history.dueAt(now)];",
    to: "[history.dueAt(now), this.#stores.schedules.nextAt([])];",
  }),
  {
    name: "pruning drops what is still to be seen",
    file: "core/publication.ts",
    from: "index < keepAtLeast ||",
    to: "index < 1 ||",
  },
  {
    name: "an older copy of the schedules wins",
    file: "durable-objects/tenant/settings-copy.ts",
    from: "if (settingsVersion >= metadata.settingsVersion()) {",
    to: "if (settingsVersion >= 0) {",
  },
  {
    name: "pages that have shifted remove",
    file: "core/page-totals.ts",
    from: "[count ?? listed, ...totals].every((total) => total === listed)",
    to: "[count ?? listed].every((total) => total === listed)",
  },
  {
    name: "pages prove enough although fewer records came",
    file: "core/page-totals.ts",
    from: "[count ?? listed, ...totals].every((total) => total === listed)",
    to: "[count ?? totals[0], ...totals].every((total) => total === totals[0] && listed >= 0)",
  },
  inIngest({
    name: "a record without its id is gone with the pages",
    from: "const goes = agrees && unnamed === 0 && lacking === 0;",
    to: "const goes = agrees && lacking === 0;",
  }),
  inCommands({
    name: "undo forgets what was sent on",
    from: "this.#stores.deliveries.fallBack(key, publications.current(key)?.generation ?? 0);",
    to: "",
  }),
  {
    name: "what was refused is not sent again",
    file: "durable-objects/delivery/delivery-reports.ts",
    from: "deliveries.settle(route, ids, owed);",
    to: "deliveries.settle(route, ids, []);",
  },
  inDelivery({
    name: "a delivery that broke off counts as made",
    from: "const generation = before?.generation ?? null;",
    to: "const generation = before?.target ?? null;",
  }),
  inDelivery({
    name: "what a destination has got of an undone generation is not looked for",
    from: "const reached = Math.max(before?.reached ?? 0, target);",
    to: "const reached = target;",
  }),
  {
    name: "nobody counts what a destination holds after its last page",
    file: "durable-objects/delivery/delivery-pages.ts",
    from: "due: more ? null : this.#recordsHeld(route, target),",
    to: "due: null,",
    shows: 961,
  },
  inDelivery({
    name: "pages of one delivery are numbered alike",
    from: "page: progress.page + 1, confirmed",
    to: "page: progress.page, confirmed",
  }),
  inDelivery({
    name: "a page begins with the one before",
    from: "...after, after: ids.at(-1) ?? null }",
    to: "...after, after: progress.after === null ? null : (ids.at(-1) ?? null) }",
  }),
  inTransitions({
    name: "a run that changed nothing owes nothing",
    from: "owed: this.#owed(run, steps.map(({ step }) => step.resource)),",
    to: "owed: moved ? this.#owed(run, steps.map(({ step }) => step.resource)) : [],",
  }),
  {
    name: "a resource counts as sent on with its first page",
    file: "core/delivery.ts",
    from: "const toDeliver = more ? run.toDeliver :",
    to: "const toDeliver = more && run.seq < 0 ? run.toDeliver :",
  },
  {
    name: "refused records are not said",
    file: "core/step.ts",
    from: "withoutRepeats([...run.problems, ...refusals(run)]);",
    to: "withoutRepeats([...run.problems]);",
  },
  inResource({
    name: "one span of texts is never listed",
    from: "return planIdRanges(step.resource, step.idRanges);",
    to: "return planIdRanges(step.resource, step.idRanges.slice(1));",
  }),
  inResource({
    name: "a source that lists no ids is believed whatever it counts",
    from: "const compared = step.rangesAsked > 0 || unlistable;",
    to: `const compared = step.rangesAsked > 0 || step.coverage === "pages";`,
  }),
  {
    name: "another document takes the place of the first",
    file: "core/difference.ts",
    from: `if (first.version !== incoming.version) return "conflicts";`,
    to: "if (first.version !== incoming.version) return differ({ published, own, incoming });",
  },
  {
    name: "the name of its file makes a document another one",
    file: "core/difference.ts",
    from: `const sameAgain = own !== undefined || rule === "first_stays";`,
    to: "const sameAgain = own !== undefined;",
  },
  inPublishing({
    name: "the cursor moves over a refused file",
    from: "rereads: mustReread(step, { rejected, unnamed }),",
    to: "rereads: mustReread(step, { rejected: 0 * rejected, unnamed }),",
  }),
  {
    name: "a generation that was never published can be asked for",
    file: "durable-objects/reading/visible-generation.ts",
    from: "named === null ? publications.current(key) : publications.find(key, named);",
    to: `((now) => now === null || named === null ? now : { ...now, generation: named })(publications.current(key));`,
  },
  {
    name: "a reading slips into the newest generation when its own is gone",
    file: "durable-objects/reading/visible-generation.ts",
    from: "named === null ? publications.current(key) : publications.find(key, named);",
    to: `(named === null ? null : publications.find(key, named)) ?? publications.current(key);`,
  },
  inGroups({
    name: "a group that was refused is listed whole",
    from: "if (whole === null || part.length === 1) {",
    to: "if (whole !== null) refusals.push(...part.map((one) => ({ one, why: whole })));\n    if (whole !== null) continue;\n    if (whole === null || part.length === 1) {",
  }),
  inGroups({
    name: "what stands beside a refused value is not sent again",
    from: "named.size > 0 ? [rest] : halves(rest)",
    to: "named.size > 0 ? [rest.slice(0, 0)] : halves(rest)",
  }),
  {
    name: "records that were not asked for are taken along",
    file: "connectors/odoo/filter-check.ts",
    from: "if (holds === false) return field;",
    to: "",
  },
  {
    name: "what stands beside a record that spoils its answer is listed with it",
    file: "connectors/bisect.ts",
    from: "if (part.length > 1) waiting.unshift(",
    to: "if (part.length > 2) waiting.unshift(",
  },
  {
    name: "whatever rows a destination holds are taken for those that were sent",
    file: "connectors/postgres/page-decision.ts",
    // Rows are looked at twice, before the first page and with the last: either look alone finds
    // most of what the other does.
    from: `const { records } = left;
  if (records !== null && (count < records.least || count > records.most))
    return lost(String(count), String(records.most));
  return left.mark === null || left.mark === mark ? null : { code: "destination_older", facts: {} };
}

/**
 * Compares the number of rows after the last page. It is unknown whether a refused record has an
 * earlier row, so refusals widen the range.
 */
export const lossAfter = (
  { count }: Pick<Rows, "count">,
  { least, most }: Records,
  { refused }: Pick<Delivered, "refused">,
): Loss | null =>
  count >= least - refused.length && count <= most + refused.length
    ? null
    : lost(String(count), String(most));`,
    to: `return count >= 0 || mark === left.mark ? null : lost("", "");
}
export const lossAfter = () => null;`,
  },
];
