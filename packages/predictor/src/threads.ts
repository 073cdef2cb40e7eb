import { readFile } from "node:fs/promises";

/**
 * How many threads one inference may use: the CPU quota of the cgroup (v2, otherwise v1), rounded down, at least 1 and
 * at most `most`. onnxruntime would size its pools by the host instead (microsoft/onnxruntime 29510).
 */
export async function threadsFromCgroup(most: number, root = "/sys/fs/cgroup"): Promise<number> {
  const quota = (await quotaV2(root)) ?? (await quotaV1(root)) ?? most;
  return Math.max(1, Math.min(most, Math.floor(quota)));
}

async function quotaV2(root: string): Promise<number | undefined> {
  const [quota, period] = ((await text(`${root}/cpu.max`)) ?? "").split(" ");
  return ratio(quota, period);
}

async function quotaV1(root: string): Promise<number | undefined> {
  return ratio(await text(`${root}/cpu/cpu.cfs_quota_us`), await text(`${root}/cpu/cpu.cfs_period_us`));
}

function ratio(quota: string | undefined, period: string | undefined): number | undefined {
  const value = Number(quota) / Number(period);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

async function text(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
