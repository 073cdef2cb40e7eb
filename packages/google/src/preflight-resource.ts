import * as pulumi from "@pulumi/pulumi";
import type { ConfiguredProvider } from "@modelport/image-push/dynamic-types.ts";
import type { PreflightInputs, PreflightState } from "./preflight.ts";

// The engine stores the text of these methods in its state and runs it in another process: they capture nothing and import by
// package name.
const provider: ConfiguredProvider<PreflightInputs, PreflightState> = {
  async configure({ config }) {
    this.config = config;
  },
  // Called by a preview too; `olds` is empty as long as the state has no such resource.
  async check(olds, news) {
    const preflight = await import("@modelport/google/preflight");
    const context = { settings: (key: string) => this.config?.get(key) };
    const reason =
      (await preflight.refusedReplacement(olds ?? {}, news, context)) ??
      (await preflight.takenNames(olds ?? {}, news, context));
    return { inputs: news, failures: reason === undefined ? [] : [{ property: "stack", reason }] };
  },
  async create(inputs) {
    const preflight = await import("@modelport/google/preflight");
    const context = { settings: (key: string) => this.config?.get(key) };
    await preflight.waitForApis(inputs, context);
    const outs = await preflight.preflightState(undefined, inputs, context);
    return { id: inputs.service ?? inputs.function ?? inputs.cluster ?? inputs.repository, outs };
  },
  async diff(_id, olds, news) {
    const preflight = await import("@modelport/google/preflight");
    return { changes: await preflight.preflightDue(olds, news, { settings: (key) => this.config?.get(key) }) };
  },
  async update(_id, olds, news) {
    const preflight = await import("@modelport/google/preflight");
    const context = { settings: (key: string) => this.config?.get(key) };
    await preflight.waitForApis(news, context);
    return { outs: await preflight.preflightState(olds, news, context) };
  },
};

/**
 * Reports names that are taken and a cluster that would be replaced, in a preview too, and waits for APIs that were just enabled.
 * All that the stack makes depends on it, so that it is in the state as long as they are: names in the state are the stack's own.
 */
export class Preflight extends pulumi.dynamic.Resource {
  /** Of a function; see {@link PreflightState}. */
  declare readonly failures: pulumi.Output<number | undefined>;

  constructor(name: string, inputs: PreflightInputs, options: pulumi.CustomResourceOptions) {
    super(provider, name, { failures: undefined, ...inputs }, options, "modelport", "Preflight");
  }
}
