// Everything a connector is asked to do, as small scripts that judge their own outcome.
import type { Partition, IdRange } from "../../../contract/source/partition.ts";
import type { Survey } from "../../../contract/source/survey.ts";
import type { Source, ResourceSpec, Since } from "../../../connectors/connector.ts";
import type { SourceClient } from "../../../connectors/source-client.ts";
import {
  judgeCheck,
  judgeCount,
  judgeDiscovered,
  judgeIds,
  judgePage,
  judgeSurvey,
} from "./judge.ts";
import type { HostileWorld, Script } from "./world.ts";

/** Small pages, because a short response can be spoiled in more different ways. */
const pageSize = 7;
const maxPages = 4;

/** The scripts of a connector. Surveys of an honest source determine where its pages begin. */
export async function scriptsOf<S>(
  world: HostileWorld<S>,
  { client, change }: { client: SourceClient<S>; change(): Promise<void> },
): Promise<Script<S>[]> {
  const { connector, readings } = world;
  const complete: Since = { cursor: null, complete: false };
  const first = await Promise.all(
    readings.map((reading) => connector.survey(client, reading, complete)),
  );
  await change();
  const scripts: Script<S>[] = [
    { name: "check", run: (to) => checkAll(connector, to) },
    ...connector.kind.templates.map(({ key }) => ({
      name: `discover ${key}`,
      run: async (to: SourceClient<S>) => judgeDiscovered(await connector.discover(to, key)),
    })),
  ];
  for (const [at, reading] of readings.entries()) {
    const survey = first[at] as Survey;
    scripts.push(
      ...readingScripts(connector, reading, { survey, since: complete, name: reading.resource }),
    );
    if (survey.cursor === null) continue;
    const since = { cursor: survey.cursor, complete: false };
    const changes = await connector.survey(client, reading, since);
    scripts.push(
      ...readingScripts(connector, reading, {
        survey: changes,
        since,
        name: `changed ${reading.resource}`,
      }),
    );
  }
  return scripts;
}

async function checkAll<S>(connector: Source<S>, client: SourceClient<S>): Promise<void> {
  for await (const check of connector.check(client)) judgeCheck(check);
}

type Known = { survey: Survey; since: Since; name: string };

function readingScripts<S>(
  connector: Source<S>,
  reading: ResourceSpec,
  { survey, since, name }: Known,
): Script<S>[] {
  const within = { ...reading, horizon: survey.horizon, cursor: survey.cursor };
  const all: IdRange = { type: "range", from: 0, to: survey.horizon.highestId ?? 2 ** 31 - 1 };
  const range =
    survey.idRanges === undefined
      ? all
      : survey.idRanges.find((one) => one.type === "range" || one.type === "prefix");
  return [
    {
      name: `survey ${name}`,
      run: async (client) => judgeSurvey(await connector.survey(client, reading, since)),
    },
    {
      name: `pages of ${name}`,
      run: (client) => readPages(connector, client, { reading, survey }),
    },
    {
      name: `presence of ${name}`,
      run: async (client) => {
        judgeCount(await connector.count(client, within));
        if (connector.ids && range)
          judgeIds(await connector.ids(client, { ...within, range }), range);
      },
    },
  ];
}

/** Some pages of the first partition, then the same records again by their ids. */
async function readPages<S>(
  connector: Source<S>,
  client: SourceClient<S>,
  { reading, survey }: { reading: ResourceSpec; survey: Survey },
): Promise<void> {
  const columns = connector.kind.templates
    .find(({ key }) => key === reading.template)
    ?.resources.find(({ key }) => key === reading.resource)?.columns;
  const fetch = async (partition: Partition) => {
    const page = await connector.fetch(client, {
      ...reading,
      partition,
      horizon: survey.horizon,
      coverage: survey.coverage,
      pageSize,
    });
    judgePage(page, { partition }, columns ?? []);
    return page;
  };
  let partition: Partition | null = survey.partitions[0] ?? null;
  const ids = [];
  for (let pages = 0; partition !== null && pages < maxPages; pages += 1) {
    const page = await fetch(partition);
    partition = page.type === "page" ? page.rest : (page.partitions[0] ?? null);
    if (page.type === "page") ids.push(...page.records.map(({ id }) => id));
  }
  // In a source of pages, records cannot be requested in any other way.
  if (ids.length > 0 && survey.coverage !== "pages")
    await fetch({ type: "ids", ids: ids.slice(0, 3) });
}
