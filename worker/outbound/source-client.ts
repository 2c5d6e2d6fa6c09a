// The client of one outside system: every call passes the address guard and the Gate first.
import type { Json } from "../../contract/values/json.ts";
import type { Files, SourceClient } from "../../connectors/source-client.ts";
import type { System } from "../../connectors/connector.ts";
import { accountMemory, keep } from "./account-memory.ts";
import { judgeAddress } from "./address-guard.ts";
import { defaultLimits, type ClientLimits } from "./client-limits.ts";
import { httpCall } from "./http-call.ts";
import { outboundError } from "./outbound-error.ts";
import { withPermit, type GateClient } from "./permit.ts";
import { withDeadline } from "./socket-deadline.ts";

export type SourceClientOptions<Settings> = {
  connector: Pick<
    System<Settings>,
    "address" | "account" | "pace" | "paceOf" | "headers" | "limitsIn"
  >;
  settings: Settings;
  secret: string | null;
  /** How messages name the system; its host by default. */
  name?: string;
  /**
   * Key of the remembered facts. By default the account the settings name, shared by every owner
   * that names the same one.
   */
  account?: string;
  tenant: string;
  /** Whether a person is waiting; true by default. */
  urgent?: boolean;
  /** The files of the connection; none by default. */
  files?: Files;
  /** The operator's connection pool, when this connection may use it. */
  hyperdrive?: string | undefined;
  /** The Gate of the account; null only when nobody else calls the source, as in a test. */
  gate: GateClient | null;
  /** The operator's list of private addresses that may be called. */
  privateAddresses: string;
  limits?: Partial<ClientLimits>;
};

/**
 * Opens a client for one piece of work. Facts it remembers outlive it: the next client with the same
 * account and settings recalls them. Each call throws `ConnectorError` (`address_refused`) for an
 * address that the guard does not allow.
 */
export function openSourceClient<Settings>(
  options: SourceClientOptions<Settings>,
): SourceClient<Settings> {
  const { connector, settings, secret, gate, tenant, urgent = true } = options;
  const address = connector.address(settings);
  const name = options.name ?? address?.host ?? "";
  const limits = { ...defaultLimits, ...options.limits };
  const pace = connector.paceOf?.(settings) ?? connector.pace;
  const permit = { name, pace, gateMs: limits.gateMs, tenant, urgent };
  const memory = accountMemory(
    `${options.account ?? connector.account(settings)}\n${JSON.stringify(settings)}`,
  );
  const allowedAddress = (): URL => {
    if (address === null) throw new Error("a system without an address cannot be called");
    if (!judgeAddress(address.href, options.privateAddresses).allowed)
      throw outboundError(name, "refused", "address_refused");
    return address;
  };
  return {
    settings,
    secret,
    host: name,
    files: options.files ?? noFiles,
    hyperdrive: options.hyperdrive,
    recall: (key) => memory.get(key) ?? null,
    remember: (key: string, value: Json) => keep(memory, key, value),
    call: async (request) => {
      const target = {
        address: allowedAddress(),
        name,
        limits,
        headers: connector.headers ?? [],
        limitsIn: connector.limitsIn,
      };
      return withPermit(gate, permit, (onLimits) => httpCall(target, request, onLimits));
    },
    withSocket: async (work) => {
      allowedAddress();
      return withPermit(gate, permit, () => withDeadline({ name, totalMs: limits.totalMs }, work));
    },
  };
}

const noFiles: Files = { list: async () => [], open: async () => null };
