// For tests of a target's own: what its program declares for given settings.
import type { RawSettings, Target } from "@modelport/target-kit";
import type { MockDeployment, TargetSuite } from "./check.ts";
import type { ContextOptions } from "./context.ts";
import { deployUnderMocks } from "./deploy-under-mocks.ts";

type Inputs = Readonly<Record<string, unknown>>;

/** What surrounds a deployment; the rest is the suite's. */
export interface Surroundings extends ContextOptions, Pick<TargetSuite, "config" | "calls"> {
  /** Default: the target's name. */
  readonly stack?: string;
}

export interface Declared extends MockDeployment {
  /** Of all resources that are not components, without the stack's name, sorted. */
  readonly names: readonly string[];
  /** Of the resource with such a name; throws if there is none. */
  readonly inputsOf: (name: string) => Inputs;
  /** The statements of its `policy`. */
  readonly statementsOf: (name: string) => unknown;
}

/** Deploys `target` under mocks, with settings as they stand in a stack file; throws what the program throws. */
export async function declare(
  target: Target,
  suite: TargetSuite,
  settings: RawSettings = {},
  { stack = target.name, config, calls, ...context }: Surroundings = {},
): Promise<Declared> {
  const surrounded = { ...suite, config: config ?? suite.config ?? {}, calls: { ...suite.calls, ...calls } };
  const run = { stack, preview: false, context };
  const deployment = await deployUnderMocks(target, surrounded, { name: "declared", settings }, run);
  if (deployment.failure !== undefined) throw deployment.failure;
  const declared = deployment.resources.filter(({ isComponent }) => !isComponent);
  const short = (name: string) => name.slice(stack.length + 1);
  const inputsOf = (name: string) => {
    const found = declared.find((resource) => short(resource.name) === name);
    if (found === undefined)
      throw new Error(
        `${stack} declares no ${name}, only ${declared.map(({ name: each }) => short(each)).join(", ")}.`,
      );
    const { __provider, ...inputs } = found.inputs;
    return inputs;
  };
  return {
    ...deployment,
    names: declared.map(({ name }) => short(name)).toSorted(),
    inputsOf,
    statementsOf: (name) => (JSON.parse(String(inputsOf(name)["policy"])) as { Statement: unknown }).Statement,
  };
}
