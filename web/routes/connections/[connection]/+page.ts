// One connection of the house, who may use it, and what is left of its calls.
import { admit } from "#lib/admission.ts";
import { api } from "#lib/api.ts";
import { catalog } from "#lib/asked.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params, parent, route, depends }) => {
  depends("house:connection");
  const { me } = await admit({ parent, route });
  const [kinds, connection, shares, allowance, gate] = await Promise.all([
    catalog.get(),
    api.house.connection(params.connection),
    api.house.shares(params.connection),
    api.house.allowance(params.connection),
    api.house.gate(params.connection),
  ]);
  return {
    tenants: me.tenants.map(({ id, name }) => ({ id, name })),
    catalog: kinds,
    connection,
    shares,
    allowance,
    gate,
  };
};
