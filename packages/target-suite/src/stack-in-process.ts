// A target's stack whose clouds are the stand-ins of packages/offline-engine, in this process: several `up`s, one after the other.
import { type CloudView, InProcessStack, type InProcessStep, isProvided } from "@modelport/offline-engine/in-process";
import type { RawSettings } from "@modelport/target-kit";
import type { MockDeployment, RegisteredResource, Subject } from "./check.ts";
import { deployUnderMocks } from "./deploy-under-mocks.ts";

interface Up {
  readonly deployment: MockDeployment;
  /** What was not left as it was. */
  readonly steps: readonly InProcessStep[];
}

export interface Stack {
  up(settings: RawSettings): Promise<Up>;
  cloud(): Promise<readonly CloudView[]>;
}

export function openStack({ target, suite }: Subject): Stack {
  const stack = new InProcessStack({ config: suite.config ?? {}, account: suite.account ?? "used" });
  const answer = (resource: RegisteredResource) => {
    if (!isProvided(resource.type)) return undefined;
    const { urn, type, wireInputs, provider, replaceOnChanges } = resource;
    return stack.register({ urn, type, inputs: wireInputs, provider, replaceOnChanges }).then(({ id, outputs }) => ({
      id,
      // What the suite knows better, it says; the rest of what stateOf makes up is of no use here.
      state: { ...suite.computed?.[type]?.(resource), ...outputs },
    }));
  };
  return {
    up: async (settings) => {
      stack.begin();
      const variant = { name: "in the stand-ins' clouds", settings };
      const deployment = await deployUnderMocks(target, suite, variant, { stack: target.name, preview: false, answer });
      return { deployment, steps: deployment.failure === undefined ? await stack.finish() : [] };
    },
    cloud: () => stack.objects(),
  };
}
