// Lists of objects: filtered, sorted and paged, with a pager that counts them.
import type { Exchange } from "../exchange.ts";
import type { Answer, Call } from "../http.ts";
import { shape } from "./fields.ts";
import { filterOf, orderOf } from "./filters.ts";
import type { Instance } from "./instance.ts";
import { data, Refused } from "./messages.ts";
import { classes, type Obj } from "./objects.ts";

/** Answers a request for a list of objects. */
export function answerCollection(
  { path, query }: Call,
  { instance, exchange, name }: { instance: Instance; exchange: Exchange; name: string },
): Answer {
  if (!Object.hasOwn(classes, name))
    throw new Refused(404, { message: `No resource ${path}`, errorCode: "E1005" });
  const tests = query.getAll("filter").map((text) => filterOf(instance, name, text));
  const any = query.get("rootJunction") === "OR";
  const found = [...instance.collection(name).values()]
    .filter(
      (object) =>
        tests.length === 0 ||
        (any ? tests.some((test) => test(object)) : tests.every((test) => test(object))),
    )
    .sort(orderOf(query.get("order")));
  const show = shape(instance, query.get("fields") ?? "id,displayName");
  if (query.get("paging") === "false")
    return data({ [name]: brokenRows(found.map(show), exchange) });
  const pageSize = whole(query.get("pageSize"), 50);
  const page = whole(query.get("page"), 1);
  const rows = found.slice((page - 1) * pageSize, page * pageSize).map(show);
  return data({
    pager: pagerOf({
      page,
      pageSize,
      total: found.length + (exchange.fault("lying_counts")?.by ?? 0),
      path,
    }),
    [name]: brokenRows(rows, exchange),
  });
}

function whole(text: string | null, usual: number): number {
  const number = Number(text ?? usual);
  if (!Number.isInteger(number) || number < 1)
    throw new Refused(400, {
      message: `Value ${text} is not a valid whole number`,
      errorCode: "E1003",
    });
  return number;
}

function pagerOf({
  page,
  pageSize,
  total,
  path,
}: {
  page: number;
  pageSize: number;
  total: number;
  path: string;
}): Obj {
  const pageCount = Math.max(1, Math.ceil(total / pageSize));
  const link = (number: number) =>
    `http://localhost:8080${path}?page=${number}&pageSize=${pageSize}`;
  return {
    page,
    total,
    pageSize,
    ...(page < pageCount ? { nextPage: link(page + 1) } : {}),
    ...(page > 1 ? { prevPage: link(page - 1) } : {}),
    pageCount,
  };
}

/** Rows as a broken server returns them. */
const brokenRows = (rows: Obj[], exchange: Exchange): Obj[] =>
  exchange.fault("wrong_types") ? rows.map((row) => ({ ...row, id: 7, name: ["?"] })) : rows;
