// The sizes of a task, and what tasks of several services share.
import { FARGATE_SIZES, fargateMemory, type RawSettings, type Sizes } from "@modelport/target-kit";

/** The course's task; the defaults, unless other settings change them (defaults.ts). */
export const USUAL = { cpu: 512, memoryMiB: 1024, minTasks: 2, maxTasks: 10 } as const;

/** What a stack sets that shares the load balancer of another one; an estimate looks at nothing but that it is given. */
export const OF_A_SHARED_LISTENER = {
  listenerArn:
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/0123456789abcdef/0123456789abcdef",
  listenerHosts: ["shared.example.com"],
} as const;

/** The smallest CPU from `cpu` on that can have that much memory; undefined above 120 GiB. */
export const cpuFor = (memoryMiB: number, cpu: number): number | undefined =>
  FARGATE_SIZES.find((size) => size.cpu >= cpu && memoryMiB <= size.mostMiB)?.cpu;

/** The smallest task that can have that much memory. */
export function settingsFor({ memoryMiB }: Sizes): RawSettings {
  if (memoryMiB <= USUAL.memoryMiB) return {};
  const size = FARGATE_SIZES.find(({ cpu, mostMiB }) => cpu >= USUAL.cpu && memoryMiB <= mostMiB);
  return { memoryMiB: size === undefined ? memoryMiB : fargateMemory(size, memoryMiB) };
}
