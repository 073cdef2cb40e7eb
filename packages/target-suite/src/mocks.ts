// Pulumi's runtime without an engine: it records what is registered, and answers as a cloud would.
import { InProcessStack } from "@modelport/offline-engine/in-process";
import * as pulumi from "@pulumi/pulumi";
import { aRoundOfEvents } from "./around-a-program.ts";
import type { RegisteredResource, TargetSuite } from "./check.ts";
import { plainInputs } from "./plain-inputs.ts";
import { stateOf } from "./state-of.ts";

/** What a request to register a resource contains, in addition to what Pulumi passes to mocks. */
interface Registration {
  getObject(): { toJavaScript(): Readonly<Record<string, unknown>> };
  getParent(): string;
  getProtect(): boolean | undefined;
  getProvider(): string;
  getReplaceonchangesList(): readonly string[];
  getDependenciesList(): readonly string[];
  getIgnorechangesList(): readonly string[];
}

interface Monitor {
  registerResource(request: Registration, callback: unknown): unknown;
}

/** Answers a resource as its cloud would, instead of {@link stateOf}; throws if the cloud refuses it. */
export type Answer = (
  resource: RegisteredResource,
) => Promise<{ id: string; state: Readonly<Record<string, unknown>> }> | undefined;

/** Puts every resource that is registered into `resources`, until it is called again. */
export async function startMocks(
  resources: RegisteredResource[],
  suite: Pick<TargetSuite, "account" | "computed" | "calls" | "config">,
  stack: string,
  preview: boolean,
  answer?: Answer,
): Promise<void> {
  let registration: Registration | undefined;
  const newResource = (args: pulumi.runtime.MockResourceArgs) => {
    const resource = declaredBy(args, registration, stack);
    const isRead = registration === undefined;
    registration = undefined;
    if (!isRead) resources.push(resource);
    // In a preview only the inputs are known, as for a resource that does not exist yet.
    if (preview) return { id: isRead ? args.id : "", state: args.inputs as Record<string, unknown> };
    if (args.custom !== true) return { id: undefined, state: args.inputs as Record<string, unknown> };
    const answered = answer?.(resource);
    if (answered !== undefined) return answered;
    const { id, ...state } = stateOf(resource, suite);
    return { id: String(id), state };
  };
  const clouds = new InProcessStack({ config: suite.config ?? {}, account: suite.account ?? "used" });
  const call = async ({ token, inputs }: pulumi.runtime.MockCallArgs) => {
    const given = inputs as Readonly<Record<string, unknown>>;
    return { ...(suite.calls?.[token]?.(given, resources) ?? (await clouds.invoke(token, given))) };
  };
  pulumi.runtime.setAllConfig({ ...suite.config });
  await pulumi.runtime.setMocks({ newResource, call }, "modelport", stack, preview);
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    registration = request;
    return register(request, callback);
  };
}

function declaredBy(
  { type, name, inputs, custom }: pulumi.runtime.MockResourceArgs,
  registration: Registration | undefined,
  stack: string,
): RegisteredResource {
  const parent = registration?.getParent() || undefined;
  // As Pulumi's mocks make them, so that they are the parents of others: with the last type of the parent alone.
  const parentType = parent === undefined ? "" : `${parent.split("::")[2]?.split("$").at(-1)}$`;
  return {
    type,
    name,
    urn: `urn:pulumi:${stack}::modelport::${parentType}${type}::${name}`,
    parent,
    inputs: plainInputs(inputs as Record<string, unknown>),
    wireInputs: registration?.getObject().toJavaScript() ?? {},
    isComponent: custom !== true,
    // A reference is `<urn>::<id>`.
    provider: registration?.getProvider().replace(/::[^:]*$/, "") || undefined,
    replaceOnChanges: registration?.getReplaceonchangesList() ?? [],
    protect: registration?.getProtect() === true,
    ignoreChanges: registration?.getIgnorechangesList() ?? [],
    dependencies: registration?.getDependenciesList() ?? [],
  };
}

/** The outputs' values; a value that a preview does not know is Pulumi's marker for unknown values. */
export function valuesOf(outputs: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
  const all = pulumi.output(outputs) as unknown as {
    promise(withUnknowns: boolean): Promise<Readonly<Record<string, unknown>>>;
  };
  return all.promise(true);
}

/** Waits until no resource is being registered, including those that depend on outputs of others. */
export async function quiet(resources: readonly unknown[]): Promise<void> {
  const runtime = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
  for (let declared = -1, rounds = 0; rounds < 3; rounds += 1) {
    await runtime.waitForRPCs();
    await aRoundOfEvents();
    if (resources.length !== declared) [declared, rounds] = [resources.length, 0];
  }
}
