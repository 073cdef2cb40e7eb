import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { CloudObject, OfflineEngine, OfflineEngineOptions, OfflineRun } from "../offline-engine.ts";
import { writeAccount } from "../provider/account.ts";
import { openCloud, partsOf } from "../provider/cloud.ts";
import { viewOf } from "../provider/cloud-view.ts";
import { removeFromCloud } from "../provider/deletion.ts";
import { mapValues, plain, type Values } from "@modelport/sdk-schema/wire";
import { readEventLog } from "./events.ts";
import { resolveCli } from "./pulumi-cli.ts";
import { openSession, type Session } from "./session.ts";
import { exportedResources } from "./state.ts";
import { writeSettings } from "./stack-file.ts";
import { treeOf } from "./tree.ts";

/** A sentence that says why this machine has no Pulumi CLI; `undefined` if it has one. */
export async function whyNoOffline(): Promise<string | undefined> {
  const cli = await resolveCli();
  return "unavailable" in cli ? cli.unavailable : undefined;
}

/** Opens an engine of its own; engines do not affect each other. Throws if there is no CLI. */
export async function openOfflineEngine(options: OfflineEngineOptions = {}): Promise<OfflineEngine> {
  const session = await openSession(options);
  if (options.account !== undefined) writeAccount(session.folder.cloud, options.account);
  const cloud = openCloud(session.folder.cloud);
  const inStack = (stack: string) => cloud.all().filter(({ urn }) => partsOf(urn).stack === stack);
  const named = (stack: string, name: string) => {
    const found = inStack(stack).find(({ urn }) => partsOf(urn).name === name);
    if (found === undefined) throw new Error(`The cloud has no object of the resource ${name} of the stack ${stack}.`);
    return found;
  };
  const run: OfflineEngine["run"] = (stack, args, environment = {}) => runCommand(session, stack, args, environment);
  const operate =
    (command: string, ...flags: string[]) =>
    (stack: string, environment: Environment = {}) =>
      runOperation(session, stack, [command, ...flags], environment);
  return {
    registry: session.registry,
    run,
    up: operate("up", "--yes", "--skip-preview"),
    preview: operate("preview"),
    refresh: operate("refresh", "--yes", "--skip-preview"),
    destroy: operate("destroy", "--yes", "--skip-preview"),
    configure: async (stack, settings) => writeSettings(await session.stackFile(stack), settings, session.projectName),
    outputs: async (stack) =>
      JSON.parse(outputOf(await run(stack, ["stack", "output", "--json", "--show-secrets"]))) as Outputs,
    resources: async (stack) => exportedResources(outputOf(await run(stack, ["stack", "export", "--show-secrets"]))),
    deleteOutside: async (stack, name) =>
      removeFromCloud(named(stack, name), {
        cloud,
        registry: session.registry,
        registryFolder: session.folder.images,
      }),
    changeOutside: async (stack, name, values) => {
      const found = named(stack, name);
      const inputs = { ...found.inputs, ...(values as Values) };
      cloud.put({ ...found, inputs, outputs: { ...found.outputs, ...(values as Values) } });
    },
    cloud: async (stack) => inStack(stack).map(cloudObject),
    views: (stack) => Promise.all(inStack(stack).map(viewOf)),
    account: async (choice) => writeAccount(session.folder.cloud, choice),
    tree: treeOf,
    dispose: session.close,
  };
}

type Outputs = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string>>;

const QUIET = ["--non-interactive", "--color", "never"];
const TAKES_SETTINGS = new Set(["up", "preview", "refresh", "destroy", "config"]);

async function runCommand(session: Session, stack: string, args: readonly string[], environment: Environment) {
  const file = await session.stackFile(stack);
  const settings = TAKES_SETTINGS.has(args[0] ?? "") ? ["--config-file", file] : [];
  const { code, output } = await session.run([...args, "--stack", stack, ...settings, ...QUIET], { env: environment });
  return { code, output };
}

async function runOperation(
  session: Session,
  stack: string,
  args: readonly string[],
  environment: Environment,
): Promise<OfflineRun> {
  const eventLog = path.join(session.folder.logs, `${randomUUID()}.events.json`);
  const programLog = path.join(session.folder.logs, `${randomUUID()}.program.json`);
  const logged = { ...environment, MODELPORT_OFFLINE_PROGRAM_LOG: programLog };
  const { code, output } = await runCommand(session, stack, [...args, "--event-log", eventLog], logged);
  const { steps, diagnostics } = readEventLog(await textOf(eventLog));
  return { code, output, steps, diagnostics, loadedSdks: sdksIn(await textOf(programLog)) };
}

const textOf = async (file: string): Promise<string> => (existsSync(file) ? readFile(file, "utf8") : "");

/** `destroy` runs no program. */
function sdksIn(log: string): readonly string[] {
  const [line] = log.split("\n");
  return line ? (JSON.parse(line) as readonly string[]) : [];
}

function outputOf({ code, output }: { code: number; output: string }): string {
  if (code !== 0) throw new Error(output.trim());
  return output;
}

function cloudObject({
  type,
  id,
  urn,
  outputs,
}: {
  type: string;
  id: string;
  urn: string;
  outputs: Parameters<typeof plain>[0] & object;
}): CloudObject {
  return { type, id, name: partsOf(urn).name, outputs: mapValues(outputs as Record<string, never>, plain) };
}
