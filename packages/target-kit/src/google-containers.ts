// Which sizes Google accepts for a container of Cloud Run, of which a second-generation function is one too.

/**
 * Memory for processors, in MiB, in rising order. The pages on CPU and on memory have the same table:
 * https://docs.cloud.google.com/run/docs/configuring/services/cpu and .../services/memory-limits, read on 2026-11-30. An older
 * edition of the second one, still copied in places, requires a third of a vCPU at 512 MiB.
 */
export const MEMORY_FOR_VCPUS: readonly { readonly vcpus: number; readonly least: number; readonly most: number }[] = [
  { vcpus: 0.08, least: 128, most: 512 },
  { vcpus: 0.5, least: 128, most: 1024 },
  { vcpus: 1, least: 128, most: 4096 },
  { vcpus: 2, least: 128, most: 8192 },
  { vcpus: 4, least: 2048, most: 16_384 },
  { vcpus: 6, least: 4096, most: 24_576 },
  { vcpus: 8, least: 4096, most: 32_768 },
];

export const GEN2_LEAST_MEMORY_MIB = 512;
