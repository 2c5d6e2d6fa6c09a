// The envelope around messages: which segment opens or closes what, and whether counts and
// references agree.
import type { Segment } from "./segment.ts";

/**
 * `file`: nothing in the file can be used, or the problem is about all of it. `message`: only the
 * open message.
 */
export type EdifactProblem = {
  code: string;
  facts: Record<string, string>;
  severity: "error" | "warning";
  scope: "file" | "message";
  segment: number;
  line: number;
  byte: number;
};

export type Interchange = {
  syntax: string;
  sender: string;
  recipient: string;
  reference: string;
  /** Element 0035: a test, or a request for an echo. Nothing in it counts. */
  test: boolean;
};

/** `type`, `version` and `association` as in `INVOIC`, `D.96B`, `OPTO33`. */
export type MessageHead = {
  reference: string;
  type: string;
  version: string;
  association: string;
  number: number;
  line: number;
  byte: number;
};

/** What a segment means for the envelope. `inside`: it belongs to the open message. */
export type SegmentRole =
  "opened" | "closed" | "group" | "message" | "messageEnd" | "inside" | "outside";

/** Longer runs of the same segment than any directory allows are the sender's mistake. */
const maxInARow: Record<string, number> = { DTM: 35 };
const leastMost = Math.min(...Object.values(maxInARow));

/** Follows the envelope of a file: interchanges, groups and messages. */
export class Envelope {
  interchange: Interchange | null = null;
  message: MessageHead | null = null;
  #group: string | null = null;
  #groups = 0;
  #messages = 0;
  #messagesInGroup = 0;
  #segments = 0;
  #lastTag = "";
  /** How many segments with the last tag have come in a row. */
  #row = 0;
  #place = { number: 0, line: 1, byte: 0 };

  /** Processes one segment, and adds its problems to `problems`. */
  process(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    this.#place = segment;
    if (segment.flaw !== null) this.#flawed(segment, problems);
    switch (segment.tag) {
      case "UNB":
        return this.#open(segment, problems);
      case "UNG":
        return this.#openGroup(segment, problems);
      case "UNH":
        return this.#openMessage(segment, problems);
      case "UNT":
        return this.#closeMessage(segment, problems);
      case "UNE":
        return this.#closeGroup(segment, problems);
      case "UNZ":
        return this.#close(segment, problems);
      default:
        return this.#inside(segment, problems);
    }
  }

  /** Ends the file. */
  end(problems: EdifactProblem[]): void {
    if (this.message !== null)
      problems.push(this.#fileError("edi_trailer_missing", { trailer: "UNT" }));
    else if (this.interchange !== null)
      problems.push(this.#fileError("edi_trailer_missing", { trailer: "UNZ" }));
    // There are service characters, but no segment after them.
    else if (this.#place.number === 0)
      problems.push(this.#fileError("edi_no_envelope", { tag: "UNA" }));
  }

  #inside(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    if (this.message === null) {
      problems.push(
        this.#fileError(this.interchange === null ? "edi_no_envelope" : "edi_outside_message", {
          tag: shown(segment.tag),
        }),
      );
      return "outside";
    }
    this.#segments += 1;
    this.#row = this.#lastTag === segment.tag ? this.#row + 1 : 1;
    this.#lastTag = segment.tag;
    if (!segment.isKnown && !isTag(segment.tag))
      problems.push(this.#of(segment, "edi_tag_unknown", { tag: shown(segment.tag) }));
    else if (this.#row > leastMost && this.#row === (maxInARow[segment.tag] ?? Infinity) + 1) {
      problems.push(
        this.#of(segment, "edi_repeated_too_often", {
          tag: segment.tag,
          most: String(maxInARow[segment.tag]),
        }),
      );
    }
    return "inside";
  }

  #open(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    if (this.interchange !== null)
      problems.push(
        this.#fileError("edi_trailer_missing", { trailer: this.message === null ? "UNZ" : "UNT" }),
      );
    this.interchange = {
      syntax: segment.part(1),
      sender: segment.part(2),
      recipient: segment.part(3),
      reference: segment.part(5),
      test: !["", "0"].includes(segment.part(11).trim()),
    };
    [this.message, this.#group, this.#groups, this.#messages] = [null, null, 0, 0];
    return "opened";
  }

  #openGroup(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    if (this.interchange === null || this.message !== null || this.#group !== null)
      return this.#misplaced(segment, problems);
    this.#group = segment.part(5);
    this.#groups += 1;
    this.#messagesInGroup = 0;
    return "group";
  }

  #openMessage(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    if (this.interchange === null || this.message !== null)
      return this.#misplaced(segment, problems);
    this.message = {
      reference: segment.part(1),
      type: segment.part(2, 0),
      version: `${segment.part(2, 1)}.${segment.part(2, 2)}`,
      association: segment.part(2, 4),
      number: segment.number,
      line: segment.line,
      byte: segment.byte,
    };
    this.#messages += 1;
    this.#messagesInGroup += 1;
    this.#segments = 1;
    this.#lastTag = "UNH";
    return "message";
  }

  #closeMessage(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    if (this.message === null) return this.#misplaced(segment, problems);
    this.#compare(segment, problems, {
      count: this.#segments + 1,
      reference: this.message.reference,
      scope: "message",
    });
    return "messageEnd";
  }

  #closeGroup(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    if (this.#group === null || this.message !== null) return this.#misplaced(segment, problems);
    this.#compare(segment, problems, {
      count: this.#messagesInGroup,
      reference: this.#group,
      scope: "file",
    });
    this.#group = null;
    return "group";
  }

  #close(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    if (this.interchange === null || this.message !== null)
      return this.#misplaced(segment, problems);
    const count = this.#groups > 0 ? this.#groups : this.#messages;
    this.#compare(segment, problems, {
      count,
      reference: this.interchange.reference,
      scope: "file",
    });
    if (this.#messages === 0)
      problems.push({
        ...this.#of(segment, "edi_no_message", {}),
        severity: "warning",
        scope: "file",
      });
    [this.interchange, this.#group] = [null, null];
    return "closed";
  }

  /** Called once the message has been processed. */
  leaveMessage(): void {
    this.message = null;
  }

  /**
   * Files in production often have wrong counts. Nothing is lost by that alone, so it is a warning.
   */
  #compare(
    segment: Segment,
    problems: EdifactProblem[],
    { count, reference, scope }: { count: number; reference: string; scope: "file" | "message" },
  ): void {
    const [said, saidReference] = [segment.part(1), segment.part(2)];
    const warn = (code: string, facts: Record<string, string>) =>
      problems.push({ ...this.#of(segment, code, facts), severity: "warning", scope });
    // A trailer that counts more messages may be evidence of a missing one.
    if (!/^\d{1,9}$/.test(said) || Number(said) !== count)
      warn(scope === "file" ? "edi_messages_count" : "edi_count_wrong", {
        trailer: segment.tag,
        said: shown(said),
        found: String(count),
      });
    if (saidReference !== reference) {
      warn("edi_reference_differs", {
        trailer: segment.tag,
        said: shown(saidReference),
        expected: shown(reference),
      });
    }
  }

  #flawed(segment: Segment, problems: EdifactProblem[]): void {
    if (segment.flaw === "control") {
      const scope = this.message === null ? "file" : "message";
      problems.push({
        ...this.#of(segment, "edi_control_character", { tag: shown(segment.tag) }),
        scope,
      });
    } else if (segment.flaw === "charset") {
      const syntax = segment.tag === "UNB" ? segment.part(1) : (this.interchange?.syntax ?? "");
      problems.push({
        ...this.#of(segment, "edi_letters_unpromised", { syntax: shown(syntax) }),
        severity: "warning",
        scope: "file",
      });
    } else
      problems.push({
        ...this.#of(segment, "edi_advice_invalid", {}),
        severity: "warning",
        scope: "file",
      });
  }

  #misplaced(segment: Segment, problems: EdifactProblem[]): SegmentRole {
    const missing = this.interchange === null ? "edi_no_envelope" : "edi_nesting";
    problems.push(this.#fileError(missing, { tag: shown(segment.tag) }));
    return "outside";
  }

  #of(
    { number, line, byte }: Pick<Segment, "number" | "line" | "byte">,
    code: string,
    facts: Record<string, string>,
  ): EdifactProblem {
    return { code, facts, severity: "error", scope: "message", segment: number, line, byte };
  }

  #fileError(code: string, facts: Record<string, string>): EdifactProblem {
    return { ...this.#of(this.#place, code, facts), scope: "file" };
  }
}

/** Three capital letters; only non-standard tags contain digits. */
function isTag(tag: string): boolean {
  if (tag.length !== 3) return false;
  for (let at = 0; at < 3; at += 1) {
    const code = tag.charCodeAt(at);
    if ((code < 0x41 || code > 0x5a) && (at === 0 || code < 0x30 || code > 0x39)) return false;
  }
  return true;
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
