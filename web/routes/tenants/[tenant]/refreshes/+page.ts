// The history of an establishment's refreshes.
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

const firstPage = 20;

export const load: PageLoad = async ({ params, depends }) => {
  depends("runs:ended");
  const read = async (before: string | null, limit: number) => {
    const { runs, next } = await api.runs(params.tenant, { before, limit: Math.min(limit, 100) });
    return { rows: runs, next };
  };
  return { first: await read(null, firstPage), read };
};
