import { describe, expect, it } from "vitest";
import { workersFor, workersVariable } from "./app-environment.ts";
import { workersFit } from "./workers-rule.ts";

it.each([
  [0.08, 1],
  [1, 1],
  [1.9, 1],
  [2, 2],
  [16, 16],
  [96, 64],
])("%d vCPUs run %d processes", (vcpus, workers) => {
  expect(workersFor(vcpus)).toBe(workers);
});

describe("the variable", () => {
  const { from, value } = workersVariable<{ cpu: number }>("modelport:cpu", ({ cpu }) => cpu / 1024);
  const artifact = { digest: `sha256:${"0".repeat(64)}` } as const;

  it("is unset for one process, so that one vCPU needs no setting", () => {
    expect([from, value({ cpu: 512 }, artifact), value({ cpu: 4096 }, artifact)]).toEqual([
      "modelport:cpu",
      undefined,
      "4",
    ]);
  });
});

describe("the memory of an instance", () => {
  it("is not checked for one process, and is enough with 128 MiB for each and 32 for the one that starts them", () => {
    expect(workersFit({ vcpus: 1, memoryMiB: 64 })).toEqual({});
    expect(workersFit({ vcpus: 2, memoryMiB: 288 })).toEqual({});
    expect(workersFit({ vcpus: 8, memoryMiB: 1056 })).toEqual({});
  });

  it("is refused otherwise, with both remedies", () => {
    expect(workersFit({ vcpus: 4, memoryMiB: 512 })).toEqual({
      memoryMiB:
        "modelport:memoryMiB is 512, but modelport:vcpus is 4, on which 4 processes serve, and they need 544 MiB: " +
        "set it with `npx pulumi config set modelport:memoryMiB 640 --stack <stack>`, or use `npx pulumi config set modelport:vcpus 1 --stack <stack>`.",
    });
  });
});
