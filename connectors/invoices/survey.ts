// Which files a run reads: those that came after the last published one, in the order they arrived.
import { z } from "zod";
import type { Partition } from "../../contract/source/partition.ts";
import type { Survey } from "../../contract/source/survey.ts";
import type { SourceClient, StoredFile } from "../source-client.ts";
import type { ResourceSpec, Since } from "../connector.ts";
import { findings, numberTakenCode } from "./findings.ts";
import type { InvoiceSettings } from "./settings.ts";

/** The highest file number listed. Numbers only increase, so no file can arrive below it. */
const Cursor = z.object({ number: z.int().min(0) });

/** Files per listing, and per run: any further ones belong to the next run. */
const filesAtOnce = 500;
const maxFiles = 10_000;

/** Surveys the inbox: the files that came after the cursor, one partition each. */
export async function survey(
  client: SourceClient<InvoiceSettings>,
  _reading: ResourceSpec,
  { cursor, complete }: Since,
): Promise<Survey> {
  const read = Cursor.safeParse(cursor);
  const after = read.success && !complete ? read.data.number : 0;
  const files = await listFiles(client, after);
  const highest = files.at(-1)?.number ?? after;
  return {
    horizon: { at: null, highestId: highest },
    coverage: "files",
    toRead: null,
    present: null,
    partitions: files
      .filter((file) => !isOfMacOs(file))
      .map(({ key }): Partition => ({ type: "file", file: key })),
    idRanges: [],
    findings,
    idTakenCode: numberTakenCode,
    cursor: { number: highest },
  };
}

/** The files after a number, ascending by number. */
export async function listFiles(
  client: SourceClient<InvoiceSettings>,
  after: number,
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (let last = after; files.length < maxFiles;) {
    const some = await client.files.list(last, filesAtOnce);
    files.push(...some);
    last = some.at(-1)?.number ?? last;
    if (some.length < filesAtOnce) break;
  }
  return files;
}

/** macOS adds files of its own to folders and archives, which contain nothing. */
const isOfMacOs = ({ name }: StoredFile): boolean => name.startsWith("._");
