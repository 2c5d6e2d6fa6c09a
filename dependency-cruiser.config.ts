// Who may import whom, as dependency-cruiser checks it: rooms, packages and circles, types included.

/** What a room may import of the others; itself always. Tests, benches and scripts may look anywhere. */
export const rooms: Record<string, string[]> = {
  contract: [],
  core: ["contract"],
  formats: ["contract"],
  connectors: ["formats", "contract"],
  "durable-objects": ["core", "contract"],
  worker: ["durable-objects", "core", "connectors", "contract"],
  client: ["contract"],
  web: ["client", "contract"],
  sandbox: ["contract"],
};

/** The folders that are looked through. */
export const cruised = [...Object.keys(rooms), "tests", "bench", "scripts"];

/** Rooms that may use these packages and modules of the runtime, and no others. */
const packages: Record<string, string[]> = {
  contract: [npm("zod")],
  core: [npm("zod"), "^crypto$"],
  // papaparse: quoted cells across lines, as a stream; it needs nothing of any runtime.
  formats: [npm("saxes"), npm("zod"), npm("papaparse"), "node_modules/xmlrpc/lib/serializer\\.js$"],
  // postgres: a wire protocol with its own sign-in and encryption, which nobody should write twice.
  connectors: [npm("zod"), npm("postgres"), "^(crypto|net|tls)$"],
  "durable-objects": ["^cloudflare:workers$", npm("zod")],
  client: [npm("zod")],
};

/** Rooms of which every package in use ships with the Worker. */
const shipped = [
  "contract",
  "core",
  "formats",
  "connectors",
  "durable-objects",
  "worker",
  "client",
];

function npm(name: string): string {
  return `node_modules/${name}/`;
}

/** Modules without a file: the runtime's and SvelteKit's own. */
const virtual = ["^cloudflare:", "^\\$app/", "/\\$types$", "^\\./\\$types$"];

/** What is neither in one of these rooms nor one of these packages; no list: any package will do. */
function refused(within: string[], only: string[] | undefined) {
  const ours = `^(${within.join("|")})/`;
  return only === undefined
    ? { pathNot: [ours, ...virtual], dependencyTypesNot: ["npm", "npm-dev", "core"] }
    : { pathNot: [ours, ...only] };
}

const config = {
  forbidden: [
    {
      name: "no-circles",
      comment: "A file never depends on itself by way of others, not even for a type.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...Object.entries(rooms).map(([room, others]) => ({
      name: `${room}-looks-down`,
      comment: `What ${room} may import is in the table of dependency-cruiser.config.ts.`,
      severity: "error",
      from: { path: `^${room}/` },
      to: refused([room, ...others], packages[room]),
    })),
    {
      name: "shipped-packages",
      comment: "What runs in the Worker is a dependency, not a devDependency.",
      severity: "error",
      from: { path: `^(${shipped.join("|")})/` },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "components-are-leaves",
      comment:
        "TypeScript imports no component but when it is needed (import()): the Svelte compiler strips types before the cruiser looks, so a circle through a component's types would go unseen.",
      severity: "error",
      from: { path: "^web/.+\\.ts$" },
      to: { path: "\\.svelte$", dynamic: false },
    },
    {
      name: "resolvable",
      comment: "Every import leads to a file, a package of ours or a module of the runtime.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: virtual },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)\\.svelte-kit/|^build/" },
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "svelte", "node", "default"],
      extensions: [".ts", ".js", ".mjs", ".svelte", ".d.ts"],
    },
  },
};

export default config;
