// Runs a target's deploy.ts without an engine, and records everything that it declares.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { accessWarnings, type Deploy, stackOutputs, type Target } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { withoutStackTraces, withOwnRejections, withWarnings } from "./around-a-program.ts";
import type { AskedArtifact, MockDeployment, RegisteredResource, TargetSuite, Variant } from "./check.ts";
import { contextOf, type ContextOptions } from "./context.ts";
import { type Answer, quiet, startMocks, valuesOf } from "./mocks.ts";

// Pulumi's runtime is one for the whole process: deployments take turns.
let turn: Promise<unknown> = Promise.resolve();

export interface MockRun {
  readonly stack: string;
  readonly preview: boolean;
  readonly answer?: Answer;
  readonly context?: ContextOptions;
}

/** Deploys `variant` of `target` as `stack`; what goes wrong is the deployment's `failure`. */
export function deployUnderMocks(
  target: Target,
  suite: TargetSuite,
  variant: Variant,
  run: MockRun,
): Promise<MockDeployment> {
  const mine = turn.then(() => withoutStackTraces(() => deployInTurn(target, suite, variant, run)));
  turn = mine.catch(() => undefined);
  return mine;
}

async function deployInTurn(
  target: Target,
  suite: TargetSuite,
  variant: Variant,
  { stack, preview, answer, context }: MockRun,
): Promise<MockDeployment> {
  const resources: RegisteredResource[] = [];
  const artifacts: AskedArtifact[] = [];
  const warnings: string[] = [];
  let outputs: Readonly<Record<string, unknown>> = {};
  await startMocks(resources, suite, stack, preview, answer);
  const failure = await withOwnRejections(() =>
    withWarnings(warnings, async () => {
      try {
        const settings = target.parseSettings({ ...suite.settings, ...variant.settings }) as never;
        const deploy = await deployIn(suite.folder);
        const given = contextOf(stack, settings, artifacts, context);
        const deployed = await deploy(given);
        const configuration = pulumi.runtime.allConfig();
        warnings.push(...accessWarnings({ stack, settings, auth: deployed.auth, configuration }));
        outputs = await valuesOf(
          stackOutputs({ target: target.name, model: given.model }, deployed, (text, make) =>
            pulumi.output(text).apply(make),
          ),
        );
      } finally {
        await quiet(resources);
      }
    }),
  );
  return { variant, stack, resources, outputs, warnings, artifacts, failure };
}

/** By name at run time, as stacks/index.ts loads it. */
async function deployIn(folder: string): Promise<Deploy<never, pulumi.Input<string>>> {
  const file = pathToFileURL(path.join(folder, "deploy.ts")).href;
  return ((await import(file)) as { deploy: Deploy<never, pulumi.Input<string>> }).deploy;
}
