// A configuration while it is being edited: what the forms show, and what is sent.
import type { Catalog, Template } from "../../../contract/api/catalog.ts";
import type {
  Configuration,
  ConfigurationDraft,
  Limits,
  Schedule,
} from "../../../contract/api/configuration.ts";
import type { Connection } from "../../../contract/api/connection.ts";
import { toSettings, toInputs, type FieldInputs } from "./field-values.ts";

const usualSchedule: Schedule = { everyMinutes: 60, fromHour: 7, toHour: 19 };
const usualLimits: Limits = {
  lanes: 4,
  pageSize: null,
  removalShare: 0.2,
  removalCount: 50,
  completeEveryDays: 7,
};

export class DraftConfiguration {
  name: string = $state("");
  connection: string = $state("");
  template: string = $state("");
  resources: string[] = $state([]);
  destination: string | null = $state(null);
  options: FieldInputs = $state({});
  mode: Configuration["mode"] = $state("manual");
  schedule: Schedule = $state({ ...usualSchedule });
  limits: Limits = $state({ ...usualLimits });
  startedBy: Configuration["startedBy"] = $state(["staff"]);

  /** A new configuration, on the first connection. */
  static create(catalog: Catalog, connection: Connection): DraftConfiguration {
    const draft = new DraftConfiguration();
    draft.connection = connection.id;
    const [template] = templatesOf(catalog, connection);
    if (template) draft.choose(template);
    return draft;
  }

  /** An existing configuration, to change. */
  static from(configuration: Configuration, template: Template | undefined): DraftConfiguration {
    const draft = new DraftConfiguration();
    draft.name = configuration.name;
    draft.connection = configuration.connection;
    draft.template = configuration.template;
    draft.resources = [...configuration.resources];
    draft.destination = configuration.destination;
    draft.options = toInputs(template?.options ?? [], configuration.options);
    draft.mode = configuration.mode;
    draft.schedule = { ...(configuration.schedule ?? usualSchedule) };
    draft.limits = { ...configuration.limits };
    draft.startedBy = [...configuration.startedBy];
    return draft;
  }

  /** Chooses a template, with all its data sources and no options. */
  choose(template: Template): void {
    this.template = template.key;
    this.resources = template.resources.map((resource) => resource.key);
    this.options = toInputs(template.options, {});
  }

  /** The body that creates a configuration. */
  toRequest(template: Template): ConfigurationDraft {
    return { connection: this.connection, template: this.template, ...this.toChange(template) };
  }

  /** The body that changes a configuration; its connection stays. */
  toChange(template: Template | undefined): Omit<ConfigurationDraft, "connection" | "template"> {
    return {
      name: this.name.trim(),
      resources: $state.snapshot(this.resources),
      destination: this.destination,
      mode: this.mode,
      schedule: this.mode === "automatic" ? $state.snapshot(this.schedule) : null,
      limits: $state.snapshot(this.limits),
      startedBy: $state.snapshot(this.startedBy),
      options: toSettings(template?.options ?? [], this.options),
    };
  }
}

export const templatesOf = (catalog: Catalog, connection: Connection | undefined): Template[] =>
  catalog.kinds.find((kind) => kind.kind === connection?.kind)?.templates ?? [];

/** Connections that can be read. */
export const sourcesOf = (catalog: Catalog, connections: Connection[]): Connection[] =>
  inRole(catalog, connections, "source");

/** Connections that data can be sent to. */
export const destinationsOf = (catalog: Catalog, connections: Connection[]): Connection[] =>
  inRole(catalog, connections, "destination");

const inRole = (catalog: Catalog, connections: Connection[], role: "source" | "destination") =>
  connections.filter((each) =>
    catalog.kinds.some(({ kind, roles }) => kind === each.kind && roles.includes(role)),
  );
