// What the packaged server needs on this machine, instead of the benchmark's numbers.
import { existsSync } from "node:fs";
import { cpus, loadavg, platform } from "node:os";
import { join } from "node:path";
import type { RawRequirements, Requirements } from "@modelport/advising";
import { containerLimitLack, type ContainerSize } from "@modelport/local-runtime/limited";
import { hostPlatform, PackagingError, readArtifacts } from "@modelport/packaging/built";
import type { Target } from "@modelport/target-kit";
import type { Tools } from "../command.ts";
import { Failure } from "../exit.ts";
import { type Measured, measureServer } from "./measured-server.ts";

/** In a clone; the published package has none. */
const ARTIFACTS = join(import.meta.dirname, "../../../inference-api/dist");

export interface Measurement {
  readonly fields: RawRequirements;
  /** One paragraph: the machine, the date, and each size. */
  readonly paragraph: string;
}

interface Sized extends Measured {
  readonly size: ContainerSize | undefined;
  /** The targets whose instances have that size. */
  readonly names: readonly string[];
}

/** A step of memory, so that two measurements of the same server usually agree. */
const MEMORY_STEP_MIB = 64;

/** @throws {Failure} if there is no packaged server, or this is not Linux */
export async function measure(
  targets: readonly Target[],
  requirements: Requirements,
  { terminal, interrupted }: Pick<Tools, "terminal" | "interrupted">,
): Promise<Measurement> {
  const { folder, example, model } = packagedServer();
  const [load = 0] = loadavg();
  const lack = containerLimitLack();
  const sizes = lack === undefined ? sizesOf(targets, requirements) : [{ size: undefined, names: [] }];
  const results: Sized[] = [];
  for (const { size, names } of sizes) {
    terminal.say(
      `Measuring ${model} with ${inWords(size)}${names.length === 0 ? "" : `, as on ${names.join(", ")}`} ...`,
    );
    results.push({ size, names, ...(await measureServer(folder, example, size, interrupted)) });
  }
  const durationMs = Number(Math.max(...results.map(({ cpuMsPerRequest }) => cpuMsPerRequest)).toPrecision(3));
  const peakMiB = Math.max(...results.map((each) => each.peakMiB));
  const memoryMiB = Math.ceil(peakMiB / MEMORY_STEP_MIB) * MEMORY_STEP_MIB;
  return {
    fields: { durationMs, memoryMiB },
    paragraph: [
      `Measured on ${new Date().toISOString().slice(0, 10)} on ${cpus()[0]?.model ?? "an unknown processor"}, ${cpus().length} cores, Node ${process.versions.node}: ${model}, one request at a time.`,
      ...(lack === undefined ? [] : [`Without the limits of an instance, because ${lack}.`]),
      ...(load < cpus().length
        ? []
        : [
            `Other work kept the machine busy, with a load average of ${load.toFixed(1)}: measure again on an idle one.`,
          ]),
      ...results.map(sentenceOf),
      `The estimates are for ${durationMs} ms a request and ${memoryMiB} MiB: the highest of these, with memory rounded up to a multiple of ${MEMORY_STEP_MIB} MiB.`,
      ...slowStart(results, requirements),
    ].join(" "),
  };
}

function packagedServer() {
  if (platform() !== "linux")
    throw new Failure("--measure reads CPU time from /proc, which only Linux has: leave it out.");
  if (!existsSync(join(ARTIFACTS, ".."))) {
    throw new Failure("--measure runs the packaged server of a clone of modelport: run it there, or leave it out.");
  }
  try {
    const { artifacts, model } = readArtifacts(ARTIFACTS);
    const server = artifacts.find((each) => each.kind === "server-bundle" && each.platform === hostPlatform());
    if (server === undefined) throw new PackagingError("The packaged artifacts have no server for this machine.");
    const name = `${model.name} ${model.version}`;
    return { folder: join(ARTIFACTS, server.path), example: JSON.stringify(model.example), model: name };
  } catch (error) {
    throw error instanceof PackagingError ? new Failure(error.message) : error;
  }
}

/** Each size once. A target whose settings cannot hold the memory is left to the rules. */
function sizesOf(targets: readonly Target[], requirements: Requirements) {
  const sized = targets.flatMap((target) => {
    const size = sizeOf(target, requirements);
    return size === undefined ? [] : [{ size, name: target.name }];
  });
  return [...Map.groupBy(sized, ({ size }) => inWords(size)).values()].map((same) => ({
    size: same[0]?.size,
    names: same.map(({ name }) => name),
  }));
}

function sizeOf(target: Target, { memoryMiB, modelMiB }: Requirements): ContainerSize | undefined {
  try {
    return target.instanceSize(target.settingsFor({ memoryMiB, modelMiB }));
  } catch (error) {
    if (error instanceof Error && error.name === "SettingsError") return undefined;
    throw error;
  }
}

function inWords(size: ContainerSize | undefined): string {
  if (size === undefined) return "all of this machine";
  return `${Number(size.vcpus.toFixed(2))} vCPU and ${size.memoryMiB} MiB`;
}

function sentenceOf({ size, names, readyMs, cpuMsPerRequest, peakMiB, requests }: Sized): string {
  const where = names.length === 0 ? "" : ` (${names.join(", ")})`;
  return `With ${inWords(size)}${where} it was ready after ${readyMs.toFixed(0)} ms, took ${cpuMsPerRequest.toPrecision(3)} ms of CPU a request over ${requests} requests, and used ${peakMiB.toFixed(0)} MiB at its peak.`;
}

function slowStart(results: readonly Sized[], { coldStartMs }: Requirements): readonly string[] {
  const slow = results.filter(({ readyMs }) => coldStartMs !== undefined && readyMs > coldStartMs);
  if (slow.length === 0) return [];
  const sizes = slow.map(({ size }) => inWords(size)).join(", ");
  return [
    `A start with ${sizes} alone takes longer than the ${coldStartMs} ms of --cold-start-ms, and a platform adds its own.`,
  ];
}
