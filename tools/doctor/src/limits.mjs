// The cgroup's CPU quota and memory limit: the tightest of this process's own group and those above it, v2 or v1.
import { dirname, join } from "node:path";
import { readText } from "./files.mjs";

/** `quotaCores` and `limitBytes`, each absent where there is none. `root` is the machine's root folder. */
export function readLimits(root) {
  const cgroups = join(root, "sys", "fs", "cgroup");
  const own = ownGroups(join(root, "proc", "self", "cgroup"));
  const v1 = (controller, read) => upwards(own.get(controller)).map((group) => read(join(cgroups, controller, group)));
  const v2 = (read) => upwards(own.get("")).map((group) => read(join(cgroups, group)));
  const quotaCores = least([
    ...v2((folder) => ratio(...(readText(join(folder, "cpu.max")) ?? "").split(" "))),
    ...v1("cpu", (folder) =>
      ratio(readText(join(folder, "cpu.cfs_quota_us")), readText(join(folder, "cpu.cfs_period_us"))),
    ),
  ]);
  const limitBytes = least([
    ...v2((folder) => readText(join(folder, "memory.max"))),
    ...v1("memory", (folder) => readText(join(folder, "memory.limit_in_bytes"))),
  ]);
  return { ...(quotaCores && { quotaCores }), ...(limitBytes && { limitBytes }) };
}

// Lines such as `4:memory:/a/b` (v1) and `0::/a/b` (v2).
function ownGroups(path) {
  const lines = (readText(path) ?? "").split("\n").filter(Boolean);
  return new Map(
    lines.flatMap((line) => {
      const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      return (controllers ?? "").split(",").map((controller) => [controller, group]);
    }),
  );
}

function upwards(group = "/") {
  return group === "/" || !group.startsWith("/") ? ["/"] : [group, ...upwards(dirname(group))];
}

function ratio(quota, period) {
  return Number(quota) / Number(period);
}

// Without a limit there is "max", -1, or (v1) a number beyond every memory.
function least(values) {
  const limits = values.map(Number).filter((value) => value > 0 && value < 2 ** 60);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
