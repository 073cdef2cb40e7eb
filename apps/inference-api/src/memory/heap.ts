import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const MIB = 2 ** 20;

/**
 * Keeps each half of V8's young generation from growing beyond `halfMiB`. The memory of one request is garbage when the
 * next begins, so the 32 MiB to which V8 grows under load gain little and stay resident. The flag
 * `--max-semi-space-size` does the same, but only on the command line, which differs on every platform; the growth
 * factor is read at each collection and can be set here.
 */
export function limitYoungGeneration(halfMiB: number): void {
  let growing = true;
  new PerformanceObserver(() => {
    // V8 also shrinks it again when little is allocated.
    const mayGrow = youngGenerationMiB() < 2 * halfMiB;
    if (mayGrow === growing) return;
    growing = mayGrow;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  }).observe({ entryTypes: ["gc"] });
}

/**
 * Makes V8 collect sooner and return free pages at once. Otherwise it keeps as many as it uses, and the kernel kills a
 * small container whose heap looks half empty. `Heap::ShouldOptimizeForMemoryUsage` reads the flag at each collection;
 * its effect on the compiler is decided before this runs.
 */
export function favorSmallHeap(): void {
  setFlagsFromString("--optimize-for-size");
}

function youngGenerationMiB(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return (space?.space_size ?? 0) / MIB;
}
