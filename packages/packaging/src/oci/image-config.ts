import type { BaseImage } from "./base-image.ts";
import type { Layer } from "./layer.ts";
import type { ImageConfig, RunConfig } from "./media-types.ts";

/** The folder of our files in the image. */
export const APP_FOLDER = "app";

const EPOCH = "1970-01-01T00:00:00Z";
const SECOND_NS = 1_000_000_000;
const PORT = 8000;
/** A number, because Kubernetes' runAsNonRoot cannot look names up. */
const USER = "1000";

export interface ImageLabels {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly licenses: string;
}

/** The app turns onnxruntime's telemetry off itself; this is for anything else that is started in the image. */
const VARIABLES = ["NODE_ENV=production", "ORT_DISABLE_TELEMETRY=1"];

function withVariables(base: readonly string[], ours: readonly string[]): string[] {
  const nameOf = (line: string) => line.slice(0, line.indexOf("="));
  const names = new Set(ours.map(nameOf));
  return [...base.filter((line) => !names.has(nameOf(line))), ...ours];
}

/** How the image runs: without a shell, without root, without a creation time. */
export function imageConfig(
  base: BaseImage,
  nodePath: string,
  layers: readonly Layer[],
  labels: ImageLabels,
): ImageConfig {
  const app = (file: string) => `/${APP_FOLDER}/${file}`;
  const run: RunConfig = {
    User: USER,
    ExposedPorts: { [`${PORT}/tcp`]: {} },
    Env: withVariables(base.config.config?.Env ?? [], VARIABLES),
    Entrypoint: [nodePath, app("main.mjs")],
    WorkingDir: `/${APP_FOLDER}`,
    Labels: Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [`org.opencontainers.image.${name}`, String(value)]),
    ),
    StopSignal: "SIGTERM",
    // Only for Docker: OCI has no such member, and Kubernetes and ECS have their own configuration.
    Healthcheck: {
      Test: ["CMD", nodePath, app("health.mjs")],
      Interval: 10 * SECOND_NS,
      Timeout: 3 * SECOND_NS,
      StartPeriod: 10 * SECOND_NS,
      Retries: 3,
    },
  };
  return {
    created: EPOCH,
    architecture: base.config.architecture,
    os: base.config.os,
    config: run,
    rootfs: {
      type: "layers",
      diff_ids: [...base.layers.map((layer) => layer.diffId), ...layers.map((layer) => layer.diffId)],
    },
    history: [
      ...(base.config.history ?? base.layers.map(() => ({ created: EPOCH, created_by: "base image" }))),
      ...layers.map(({ name }) => ({ created: EPOCH, created_by: `modelport: ${name}` })),
    ],
  };
}
