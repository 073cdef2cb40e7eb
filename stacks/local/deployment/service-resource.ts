import * as pulumi from "@pulumi/pulumi";
import type { ServiceInputs, ServiceState } from "./service.ts";

// The engine stores the text of these methods in its state and runs it in another process: they capture nothing and import by
// package name. Their work is in service.ts, so that changing it does not change the resource.
const provider: pulumi.dynamic.ResourceProvider<ServiceInputs, ServiceState> = {
  create: async (inputs) => {
    const service = await import("@modelport/stacks/local/service.ts");
    return service.createService(inputs);
  },
  diff: async (_id, olds, news) => {
    const service = await import("@modelport/stacks/local/service.ts");
    return service.diffService(olds, news);
  },
  update: async (_id, olds, news) => {
    const service = await import("@modelport/stacks/local/service.ts");
    return service.updateService(olds, news);
  },
  read: async (id, state) => {
    const service = await import("@modelport/stacks/local/service.ts");
    if (state === undefined) throw new Error(`A running service cannot be imported (${id}): deploy it with pulumi up.`);
    return service.readService(id, state);
  },
  delete: async (_id, state) => {
    const service = await import("@modelport/stacks/local/service.ts");
    return service.deleteService(state);
  },
};

/** One artifact that runs on this machine. */
export class Service extends pulumi.dynamic.Resource {
  declare readonly url: pulumi.Output<string>;

  constructor(name: string, inputs: ServiceInputs, options: pulumi.CustomResourceOptions) {
    super(provider, name, { ...inputs, url: undefined, running: undefined }, options, "local", "Service");
  }
}
