// One authority of tests that the runtime trusts: it reads whom to trust from a file, once, when it
// is loaded.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { anAuthority, anIdentity, type Identity } from "./certificate.ts";

const build = fileURLToPath(new URL("../build/", import.meta.url));
const folder = join(build, "test-authority");
const paths = {
  authority: join(folder, "authority.pem"),
  certificate: join(folder, "server.pem"),
  key: join(folder, "server.key"),
  all: join(folder, "all.pem"),
};

/** Who a server of tests on this machine is; made once, and kept out of the repository. */
export function trustedIdentity(): Identity {
  if (!existsSync(folder)) make();
  return {
    certificate: readFileSync(paths.certificate, "utf8"),
    key: readFileSync(paths.key, "utf8"),
  };
}

function make(): void {
  mkdirSync(build, { recursive: true });
  const authority = anAuthority("Freshet, for tests only");
  const { certificate, key } = anIdentity(authority, { dns: ["localhost"], ipv4: [] });
  const draft = mkdtempSync(join(build, "test-authority-"));
  writeFileSync(join(draft, "authority.pem"), authority.certificate);
  writeFileSync(join(draft, "server.pem"), certificate);
  writeFileSync(join(draft, "server.key"), key, { mode: 0o600 });
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another run of the tests was quicker: its files are as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/**
 * To be called before the runtime is loaded. Whom the machine trusts beside the usual ones stays
 * trusted.
 */
export function trustTheTests(): void {
  trustedIdentity();
  const others = process.env["NODE_EXTRA_CA_CERTS"];
  if (others === paths.all) return;
  const certificates = [
    paths.authority,
    ...(others !== undefined && existsSync(others) ? [others] : []),
  ];
  writeFileSync(paths.all, certificates.map((path) => readFileSync(path, "utf8")).join("\n"));
  process.env["NODE_EXTRA_CA_CERTS"] = paths.all;
}
