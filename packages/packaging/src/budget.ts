import { PackagingError } from "./errors.ts";
import type { Layer } from "./oci/layer.ts";

const MIB = 2 ** 20;

/** Our own limit, well below AWS's 50 MB for a direct upload and 250 MB unpacked: a cold start reads all of it. Google's are larger. */
export const LAMBDA_ZIP_BUDGET = { zippedBytes: 20 * MIB, unzippedBytes: 60 * MIB } as const;

/** Our own layers, compressed: what a node that already has the base image pulls at the first start. */
export const IMAGE_LAYERS_BUDGET_BYTES = 35 * MIB;

export interface ZipSizes {
  readonly name: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
}

/** Throws one sentence with the zip, its size and the budget. */
export function assertWithinBudget(zip: ZipSizes, budget: Omit<ZipSizes, "name"> = LAMBDA_ZIP_BUDGET): void {
  refuse(zip.name, "zipped", zip.zippedBytes, budget.zippedBytes);
  refuse(zip.name, "unzipped", zip.unzippedBytes, budget.unzippedBytes);
}

/** The same for the layers that we add to a base image. */
export function assertLayersWithinBudget(
  image: string,
  layers: readonly Pick<Layer, "name" | "descriptor">[],
  budgetBytes = IMAGE_LAYERS_BUDGET_BYTES,
): void {
  const bytes = layers.reduce((sum, { descriptor }) => sum + descriptor.size, 0);
  if (bytes <= budgetBytes) return;
  const parts = layers.map(({ name, descriptor }) => `${name} ${mib(descriptor.size)}`).join(", ");
  throw new PackagingError(
    `The layers of the image ${image} are ${mib(bytes)} MiB compressed (${parts}), over their budget of ${mib(budgetBytes)} MiB: see which one grew (a new dependency, a larger model), or raise the budget in packages/packaging/src/budget.ts.`,
  );
}

function refuse(name: string, state: "zipped" | "unzipped", bytes: number, budgetBytes: number): void {
  if (bytes <= budgetBytes) return;
  throw new PackagingError(
    `${name} is ${mib(bytes)} MiB ${state}, over its budget of ${mib(budgetBytes)} MiB: look in the table of sizes for what grew (a new dependency, a larger model), or raise the budget in packages/packaging/src/budget.ts.`,
  );
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
