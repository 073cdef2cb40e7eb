// The image within what the task definition declares.
import { describeContainer } from "@modelport/target-suite/container";
import { describe, inject } from "vitest";
import { declaredContainer } from "./declared-container.testing.ts";

const built = inject("built");

const sizes: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["the defaults: 512 CPU units, 1 GiB", {}],
  ["two vCPUs, with a process on each", { cpu: 2048, memoryMiB: 4096 }],
];

describe.skipIf(!built).each(sizes)("%s", (title, settings) => {
  describeContainer(title, { image: built?.image ?? "", declared: () => declaredContainer(settings) });
});
