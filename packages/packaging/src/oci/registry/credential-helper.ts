import { spawn } from "node:child_process";
import type { Credentials } from "./authorization.ts";

const TIMEOUT_MS = 30_000;
/** What every helper prints, with exit code 1, if it has nothing for the address. */
const NOT_FOUND = "credentials not found";
/** In place of a user name: the secret is a token for another protocol than Basic and Bearer. */
const TOKEN_USER = "<token>";

/** Why a configured helper could not answer. */
interface HelperFailure {
  readonly failure: string;
}

/**
 * Runs `docker-credential-<name> get` for an address; undefined if it has nothing for it. A failure is not an error: a
 * configuration copied from another machine must not prevent access to a registry that requires no login.
 * Protocol: https://github.com/docker/docker-credential-helpers#development
 */
export async function askCredentialHelper(
  name: string,
  address: string,
  env: NodeJS.ProcessEnv,
): Promise<Credentials | HelperFailure | undefined> {
  const command = `docker-credential-${name}`;
  // A name, not a path.
  if (!/^[\w.-]+$/.test(name))
    return { failure: `docker's configuration names the helper ${name}, which is not a name` };
  const { code, output, error } = await run(command, address, env);
  if (error === "ENOENT") return { failure: `${command}, which docker's configuration names, is not on the PATH` };
  if (error !== undefined) {
    return { failure: `${command}, which docker's configuration names, cannot be run (${error})` };
  }
  if (output.toLowerCase().includes(NOT_FOUND)) return undefined;
  if (code !== 0) return { failure: `${command} gave nothing for ${address} (exit code ${code})` };
  const { username, secret } = read(output);
  if (!username || !secret) return { failure: `${command} answered without a user name and a secret for ${address}` };
  if (username === TOKEN_USER)
    return { failure: `${command} has an identity token for ${address}, which is not taken here` };
  return { username, password: secret };
}

function read(output: string): { readonly username?: string | undefined; readonly secret?: string | undefined } {
  try {
    const { Username, Secret } = JSON.parse(output) as { Username?: string; Secret?: string };
    return { username: Username, secret: Secret };
  } catch {
    return {};
  }
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** Why there was no process, or why it was ended. */
  readonly error?: string;
}

function run(command: string, input: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return new Promise((resolve) => {
    // Its standard error may name accounts, so it is never shown.
    const child = spawn(command, ["get"], { env, stdio: ["pipe", "pipe", "ignore"], timeout: TIMEOUT_MS });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ code: null, output, error: error.code ?? error.message }),
    );
    child.once("close", (code, signal) => resolve({ code, output, ...(signal !== null && { error: signal }) }));
    // A helper that has exited does not read; its exit code is more useful.
    child.stdin.on("error", () => undefined);
    child.stdin.end(`${input}\n`);
  });
}
