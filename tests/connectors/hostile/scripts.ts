// Everything a connector is asked to do, as small pieces of work that judge their own outcome.
import type { Extent, Span, Survey } from "../../../contract/source/source.ts";
import type { Source, Link, Reading, Since } from "../../../connectors/connector.ts";
import {
  judgeCheck,
  judgeCount,
  judgeDiscovered,
  judgeIds,
  judgePage,
  judgeSurvey,
} from "./judge.ts";
import type { HostileWorld } from "./world.ts";

/** Throws what the connector throws, and `Wrong` where an outcome is not as promised. */
export type Script<S> = { name: string; run(link: Link<S>): Promise<void> };

/** Small pages: an answer that is short is spoiled in more different ways. */
const pageSize = 7;
const mostPages = 4;

/** The work of a connector. Surveys of an honest source say where its pages begin. */
export async function scriptsOf<S>(
  world: HostileWorld<S>,
  { link, change }: { link: Link<S>; change(): Promise<void> },
): Promise<Script<S>[]> {
  const { connector, readings } = world;
  const complete: Since = { cursor: null, complete: false };
  const first = await Promise.all(
    readings.map((reading) => connector.survey(link, reading, complete)),
  );
  await change();
  const scripts: Script<S>[] = [
    { name: "check", run: (to) => checkAll(connector, to) },
    ...connector.kind.templates.map(({ key }) => ({
      name: `discover ${key}`,
      run: async (to: Link<S>) => judgeDiscovered(await connector.discover(to, key)),
    })),
  ];
  for (const [at, reading] of readings.entries()) {
    const survey = first[at] as Survey;
    scripts.push(
      ...readingScripts(connector, reading, { survey, since: complete, name: reading.resource }),
    );
    if (survey.cursor === null) continue;
    const since = { cursor: survey.cursor, complete: false };
    const changes = await connector.survey(link, reading, since);
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

async function checkAll<S>(connector: Source<S>, link: Link<S>): Promise<void> {
  for await (const check of connector.check(link)) judgeCheck(check);
}

type Known = { survey: Survey; since: Since; name: string };

function readingScripts<S>(
  connector: Source<S>,
  reading: Reading,
  { survey, since, name }: Known,
): Script<S>[] {
  const within = { ...reading, horizon: survey.horizon, cursor: survey.cursor };
  const all: Span = { type: "range", from: 0, to: survey.horizon.highestId ?? 2 ** 31 - 1 };
  const span =
    survey.spans === undefined
      ? all
      : survey.spans.find((one) => one.type === "range" || one.type === "prefix");
  return [
    {
      name: `survey ${name}`,
      run: async (link) => judgeSurvey(await connector.survey(link, reading, since)),
    },
    { name: `pages of ${name}`, run: (link) => readPages(connector, link, { reading, survey }) },
    {
      name: `presence of ${name}`,
      run: async (link) => {
        judgeCount(await connector.count(link, within));
        if (connector.ids && span) judgeIds(await connector.ids(link, { ...within, span }), span);
      },
    },
  ];
}

/** Some pages of the first piece, then the same records once more by their ids. */
export async function readPages<S>(
  connector: Source<S>,
  link: Link<S>,
  { reading, survey }: { reading: Reading; survey: Survey },
): Promise<void> {
  const columns = connector.kind.templates
    .find(({ key }) => key === reading.template)
    ?.resources.find(({ key }) => key === reading.resource)?.columns;
  const fetch = async (extent: Extent) => {
    const page = await connector.fetch(link, {
      ...reading,
      extent,
      horizon: survey.horizon,
      coverage: survey.coverage,
      pageSize,
    });
    judgePage(page, { extent }, columns ?? []);
    return page;
  };
  let extent: Extent | null = survey.extents[0] ?? null;
  const ids = [];
  for (let pages = 0; extent !== null && pages < mostPages; pages += 1) {
    const page = await fetch(extent);
    extent = page.type === "page" ? page.rest : (page.extents[0] ?? null);
    if (page.type === "page") ids.push(...page.records.map(({ id }) => id));
  }
  // Where there are only pages, records have no other name.
  if (ids.length > 0 && survey.coverage !== "pages")
    await fetch({ type: "ids", ids: ids.slice(0, 3) });
}
