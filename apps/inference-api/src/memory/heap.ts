import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const MIB = 2 ** 20;

/**
 * Keeps V8's young generation, two halves of which one is in use, from growing beyond `halfMiB` each. What one request
 * leaves is garbage when the next begins, so that 32 MiB, to which V8 grows under load, buy little and stay resident.
 * `--max-semi-space-size` says the same, but only on the command line, which is another one on every platform; how fast
 * the halves grow is read at each collection, and so can be set here.
 */
export function limitYoungGeneration(halfMiB: number): void {
  let growing = true;
  new PerformanceObserver(() => {
    // V8 also makes it smaller again, when little is allocated.
    const mayGrow = youngGenerationMiB() < 2 * halfMiB;
    if (mayGrow === growing) return;
    growing = mayGrow;
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  }).observe({ entryTypes: ["gc"] });
}

/**
 * Has V8 collect sooner, and give free pages back at once: otherwise it keeps as many for later as it has in use, and the
 * kernel ends a small container that looks half empty from here. `Heap::ShouldOptimizeForMemoryUsage` reads the flag anew
 * at each collection; what it does to the compiler is decided before this runs.
 */
export function favorSmallHeap(): void {
  setFlagsFromString("--optimize-for-size");
}

function youngGenerationMiB(): number {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return (space?.space_size ?? 0) / MIB;
}
