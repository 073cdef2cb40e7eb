// A target's stack whose clouds are the stand-ins of tools/offline, in this process: several `up`s, one after the other.
import type { MockDeployment, RegisteredResource, Subject } from "./check.ts";
import { deployUnderMocks } from "./deploy-under-mocks.ts";
import type { RawSettings } from "@modelport/target-kit";

/** By a name that no tool follows: see checks/inputs-typed.ts. */
const STAND_INS = "@modelport/offline/in-process";

type Members = Readonly<Record<string, unknown>>;

/** What an `up` did with one resource. */
export interface Step {
  readonly op: "create" | "update" | "replace" | "delete";
  readonly type: string;
  readonly name: string;
  readonly diff: readonly string[];
  /** What the cloud has for the first input that differs. */
  readonly answer: unknown;
}

/** One object of the clouds. */
export interface CloudObject {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** Made by a provider on its own. */
  readonly isBeside: boolean;
  /** What inputs can set. */
  readonly settable: Members;
  /** What only the cloud can know. */
  readonly computed: Members;
}

interface InProcessStack {
  begin(): void;
  register(resource: { urn: string; type: string; inputs: Members }): Promise<{ id: string; outputs: Members }>;
  finish(): Promise<readonly Step[]>;
  objects(): Promise<readonly CloudObject[]>;
}

interface StandIns {
  readonly InProcessStack: new (options: { readonly config?: Readonly<Record<string, string>> }) => InProcessStack;
  readonly isProvided: (type: string) => boolean;
  readonly editOf: (type: string, inputs: Members) => { readonly thing: string; readonly called: string } | undefined;
}

export const standIns = async (): Promise<StandIns> => (await import(STAND_INS)) as StandIns;

interface Up {
  readonly deployment: MockDeployment;
  /** What was not left as it was. */
  readonly steps: readonly Step[];
}

export interface Stack {
  up(settings: RawSettings): Promise<Up>;
  cloud(): Promise<readonly CloudObject[]>;
}

export async function openStack({ target, suite }: Subject): Promise<Stack> {
  const { InProcessStack, isProvided } = await standIns();
  const stack = new InProcessStack({ config: suite.config ?? {} });
  const answer = (resource: RegisteredResource) => {
    if (!isProvided(resource.type)) return undefined;
    const { urn, type, wireInputs } = resource;
    return stack.register({ urn, type, inputs: wireInputs }).then(({ id, outputs }) => ({
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
