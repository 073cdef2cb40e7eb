import { textOf } from "@modelport/sdk-schema/wire";
import type { Asked } from "./answer.ts";

/** A call may name another region than the provider. */
export const regionOf = ({ given, world }: Pick<Asked, "given" | "world">): string =>
  textOf(given["region"]) || world.region;
