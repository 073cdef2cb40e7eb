// Which pairs of CPU and memory a task on Fargate can have.

export interface FargateSize {
  readonly cpu: number;
  readonly leastMiB: number;
  readonly mostMiB: number;
  /** The least memory times 1, 2, 4 ... if left out. */
  readonly stepMiB?: number;
}

const GIB = 1024;

/**
 * CPU units, and the memory that goes with them, in rising order:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html, read on 2026-11-30.
 */
export const FARGATE_SIZES: readonly FargateSize[] = [
  { cpu: 256, leastMiB: 512, mostMiB: 2 * GIB },
  { cpu: 512, leastMiB: GIB, mostMiB: 4 * GIB, stepMiB: GIB },
  { cpu: 1024, leastMiB: 2 * GIB, mostMiB: 8 * GIB, stepMiB: GIB },
  { cpu: 2048, leastMiB: 4 * GIB, mostMiB: 16 * GIB, stepMiB: GIB },
  { cpu: 4096, leastMiB: 8 * GIB, mostMiB: 30 * GIB, stepMiB: GIB },
  { cpu: 8192, leastMiB: 16 * GIB, mostMiB: 60 * GIB, stepMiB: 4 * GIB },
  { cpu: 16_384, leastMiB: 32 * GIB, mostMiB: 120 * GIB, stepMiB: 8 * GIB },
];

export const fargateSize = (cpu: number): FargateSize | undefined => FARGATE_SIZES.find((size) => size.cpu === cpu);

/** The smallest memory of `size` that is at least `memoryMiB`, or its largest. */
export function fargateMemory({ leastMiB, mostMiB, stepMiB }: FargateSize, memoryMiB: number): number {
  if (memoryMiB >= mostMiB) return mostMiB;
  if (memoryMiB <= leastMiB) return leastMiB;
  return stepMiB === undefined
    ? leastMiB * 2 ** Math.ceil(Math.log2(memoryMiB / leastMiB))
    : Math.ceil(memoryMiB / stepMiB) * stepMiB;
}

/** The memory that goes with a size, as "takes ..." goes on. */
export function fargateMemoryInWords({ leastMiB, mostMiB, stepMiB }: FargateSize): string {
  if (stepMiB === undefined) return `${leastMiB}, ${2 * leastMiB} or ${mostMiB} MiB`;
  return `${leastMiB} to ${mostMiB} MiB in steps of ${stepMiB}`;
}
