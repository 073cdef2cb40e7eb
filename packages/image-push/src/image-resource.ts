import * as pulumi from "@pulumi/pulumi";
import type { ImageInputs, ImageState } from "./image.ts";
import type { ConfiguredProvider, Later } from "./dynamic-types.ts";

// The engine stores the text of these methods in its state and runs it in another process: they capture nothing and import by
// package name.
// There is no delete: the image goes with its repository, or when that expires it (docs/adr/0018-image-push.md).
const provider: ConfiguredProvider<ImageInputs, ImageState> = {
  async configure({ config }) {
    this.config = config;
  },
  async check(_olds, news) {
    const image = await import("@modelport/image-push");
    return image.checkImage(news, { settings: (key) => this.config?.get(key) });
  },
  async create(inputs) {
    const image = await import("@modelport/image-push");
    return image.createImage(inputs, { settings: (key) => this.config?.get(key) });
  },
  async diff(_id, olds, news) {
    const image = await import("@modelport/image-push");
    return image.diffImage(olds, news);
  },
  async update(_id, olds, news) {
    const image = await import("@modelport/image-push");
    return image.updateImage(olds, news, { settings: (key) => this.config?.get(key) });
  },
  async read(id, state) {
    const image = await import("@modelport/image-push");
    if (state === undefined) throw new Error(`A pushed image cannot be imported (${id}): push it with pulumi up.`);
    return image.readImage(id, state, { settings: (key) => this.config?.get(key) });
  },
};

/** A packaged image in a registry, named by its digest. */
export class Image extends pulumi.dynamic.Resource {
  /** `repository@sha256:…` */
  declare readonly reference: pulumi.Output<string>;

  constructor(name: string, inputs: Later<ImageInputs>, options?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...inputs, reference: undefined }, options, "modelport", "Image");
  }
}
