import * as pulumi from "@pulumi/pulumi";
import type { VersionsInputs } from "./function-versions.ts";
import type { ConfiguredProvider, Later } from "@modelport/image-push/dynamic-types.ts";

// The engine stores the text of these methods in its state and runs it in another process: they capture nothing and import by
// package name.
// There is no delete: all versions go with the function (docs/adr/0047-versions-and-network-interfaces.md).
const provider: ConfiguredProvider<VersionsInputs, VersionsInputs> = {
  async configure({ config }) {
    this.config = config;
  },
  async create(inputs) {
    const versions = await import("@modelport/aws/function-versions");
    return versions.createVersions(inputs, { settings: (key) => this.config?.get(key) });
  },
  async diff(_id, olds, news) {
    const versions = await import("@modelport/aws/function-versions");
    return versions.diffVersions(olds, news);
  },
  async update(_id, _olds, news) {
    const versions = await import("@modelport/aws/function-versions");
    return versions.updateVersions(news, { settings: (key) => this.config?.get(key) });
  },
};

/** The published versions of a function: each `up` that publishes a new one deletes old ones. */
export class FunctionVersions extends pulumi.dynamic.Resource {
  constructor(name: string, inputs: Later<VersionsInputs>, options?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...inputs }, options, "modelport", "FunctionVersions");
  }
}
