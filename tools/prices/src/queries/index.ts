import type { Queries } from "../query.ts";
import { ecs, eks, lambda } from "./aws.ts";
import { cloudrun, functions, gke } from "./google.ts";

/** By target. They are here and not in the targets' folders because nothing but this tool needs them. */
export const QUERIES: Readonly<Record<string, Queries>> = { cloudrun, ecs, eks, functions, gke, lambda };
