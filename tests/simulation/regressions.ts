// Worlds that once broke a promise, with the faults they need and nothing else: they stay whole
// from now on.
import type { Shrunk } from "./shrink.ts";

export const regressions: readonly (Omit<Shrunk, "violation"> & { once: string })[] = [
  {
    once: "a record that stops every lane was counted as rejected a second time",
    seed: 8_130,
    only: {
      alarmEarly: 0.08158172538969666,
      queueDoubled: 0.2740931547014043,
      queueReordered: 0.49726852674502875,
      queueDown: 0.21730498073156923,
      crashBeforeCommit: 0.023082756865769626,
      crashAfterCommit: 0.08,
      answerLost: 0.03251134224236012,
      laneDiesReading: 0.22023325983900577,
      laneDiesAfterwards: 0.1595583302434534,
      sourceDown: 0.2624917403212748,
      sourceGarbled: 0.09959367807023227,
      answerCut: 0.19861887125298383,
      recordRejected: 0.16954578674631193,
      sourceEdited: 1,
      ledgerRowPoisoned: 0.4,
      wakeLost: 0.4320851902943105,
    },
  },
  {
    once: "a document that could not be used under a new mapping kept the old one for ever",
    seed: 24_856,
    only: { sourceDown: 0.5520601358148269, recordRejected: 0.22278711665421724 },
  },
  {
    once: "a list cut short took a record, and the count agreed afterwards because one that could not be read was gone",
    seed: 20_066,
    only: {
      crashBetweenEffects: 0.08,
      reportRepeated: 0.3,
      listCutShort: 0.999815872637555,
      recordRejected: 0.25,
      sourceEdited: 0.6505814490374178,
      writeLate: 0.012496384140104054,
      ledgerRowPoisoned: 0.4,
      wakeLost: 0.30864166917745023,
    },
  },
  {
    once: "a destination that was emptied before an undo's way back was not seen to lack what had not moved",
    seed: 15_665,
    only: {
      alarmLate: 0.18696040310896933,
      alarmEarly: 0.36067258089315146,
      answerLost: 0.08,
      sourceGarbled: 0.3,
      sourceForbids: 0.1291517253150232,
      sourceEdited: 0.8806621050462127,
      destinationEmptied: 0.11030628334265202,
    },
  },
  {
    once: "a destination that was emptied after a page whose answer was lost was not seen to lack what had not moved",
    seed: 961,
    only: {
      deliveryAnswerLost: 0.4,
      destinationEmptied: 0.3,
      sourceEdited: 1,
      destinationDown: 0.6,
      destinationRefuses: 0.1,
    },
  },
  {
    once: "pages that only told of removals were shown by a later run, although the resource was refused meanwhile",
    seed: 280,
    only: { sourceEdited: 1, oldestRemoved: 1, rightsWithdrawn: 0.4 },
  },
  {
    once: "fewer records came than the survey had counted, and the count of all of them agreed all the same",
    seed: 160,
    only: { pageOmits: 0.3, recordRejected: 0.2, sourceEdited: 1 },
  },
  {
    once: "a report that was rolled back in an object which had just woken was taken for one that had happened",
    seed: 4_992,
    only: {
      queueDropped: 0.4230746189132333,
      queueReordered: 0.5836593773448839,
      crashBeforeCommit: 0.08,
      crashAfterEffects: 0.05,
      sourceAsksToWait: 0.07777666691690684,
      filterIgnored: 0.14541708177421242,
    },
  },
  {
    once: "a page that was asked for by name kept back one of two that claim a key, and the other was gone before it was asked again",
    seed: 57_425,
    only: {
      sourceRefuses: 0.04,
      sourceForbids: 0.02691755531122908,
      sourceSlow: 0.3,
      sourceSilent: 0.03394580023363233,
      pageOmits: 0.2453897196566686,
      sourceEdited: 1,
      keyClaimedTwice: 1,
    },
  },
];
