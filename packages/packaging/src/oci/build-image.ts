import { assertLayersWithinBudget } from "../budget.ts";
import type { DeflateOptions } from "../deflate.ts";
import type { FileEntry } from "../file-set.ts";
import type { BaseImage } from "./base-image.ts";
import { inspectBase } from "./base-inspection.ts";
import { assembleImage, type Image } from "./image-archive.ts";
import { APP_FOLDER, imageConfig, type ImageLabels } from "./image-config.ts";
import { makeLayer, type Layer } from "./layer.ts";

export interface ImageContent {
  /** `name:tag`, for people. */
  readonly name: string;
  readonly labels: ImageLabels;
  /** The content of /app. */
  readonly files: readonly FileEntry[];
}

/** From what seldom changes to what often changes, so that a new model replaces only the last layer. */
export const LAYERS = ["native", "code", "model"] as const;

export function layerOf({ path }: FileEntry): (typeof LAYERS)[number] {
  if (path.startsWith("native/")) return "native";
  return path.startsWith("model/") ? "model" : "code";
}

/** The image of these files on that base, in memory except for the base's layers. */
export async function buildImage(base: BaseImage, content: ImageContent, options: DeflateOptions): Promise<Image> {
  const { nodePath, nodeVersion } = await inspectBase(base);
  options.log?.(`the image's base is ${base.source}, with Node ${nodeVersion} in ${nodePath}`);
  const layers: Layer[] = [];
  for (const name of LAYERS) {
    const files = content.files.filter((file) => layerOf(file) === name);
    layers.push(await makeLayer(name, APP_FOLDER, files, options));
  }
  assertLayersWithinBudget(content.name, layers);
  return assembleImage(content, base, layers, imageConfig(base, nodePath, layers, content.labels));
}
