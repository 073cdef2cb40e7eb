import * as pulumi from "@pulumi/pulumi";
import type { LoadedImageInputs, LoadedImageState } from "./image-loading.ts";
import type { Later } from "@modelport/image-push/dynamic-types.ts";

// The engine stores the text of these methods in its state and runs it in another process: they capture nothing and import by
// package name.
// There is no delete: pods of another stack may run the same image, and kubelets remove images that nobody uses.
const provider: pulumi.dynamic.ResourceProvider<LoadedImageInputs, LoadedImageState> = {
  async create(inputs) {
    const loading = await import("@modelport/kubernetes-workload/image-loading");
    return loading.createLoadedImage(inputs);
  },
  async diff(_id, olds, news) {
    const loading = await import("@modelport/kubernetes-workload/image-loading");
    return loading.diffLoadedImage(olds, news);
  },
  async update(_id, _olds, news) {
    const loading = await import("@modelport/kubernetes-workload/image-loading");
    return loading.updateLoadedImage(news);
  },
  async read(id, state) {
    const loading = await import("@modelport/kubernetes-workload/image-loading");
    if (state === undefined) throw new Error(`A loaded image cannot be imported (${id}): load it with pulumi up.`);
    return loading.readLoadedImage(id, state);
  },
};

/** A packaged image on the nodes of a local cluster, under a tag that holds its digest. */
export class LoadedImage extends pulumi.dynamic.Resource {
  /** `docker.io/modelport/<name>:sha256-…` */
  declare readonly reference: pulumi.Output<string>;

  constructor(name: string, inputs: Later<LoadedImageInputs>, options?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...inputs, reference: undefined }, options, "modelport", "LoadedImage");
  }
}
