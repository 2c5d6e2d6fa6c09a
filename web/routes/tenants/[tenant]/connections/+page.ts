// The connections of an establishment.
import { api } from "#lib/api.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async ({ params }) => ({ connections: await api.connections(params.tenant) });
