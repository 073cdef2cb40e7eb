// Which inputs a target's settings become, as a table.
import type { RawSettings, Target } from "@modelport/target-kit";
import { expect, test } from "vitest";
import type { TargetSuite } from "./check.ts";
import { declare, type Declared } from "./declare.ts";

/** Settings, and by path (`service.template.timeout`, beginning with a resource's name without the stack's) the input's value. */
export type InputRow = readonly [settings: RawSettings, inputs: Readonly<Record<string, unknown>>];

/** Declares a test for every row; an asymmetric matcher of vitest may stand for a value, and `undefined` for no input. */
export function describeInputs(target: Target, suite: TargetSuite, rows: readonly InputRow[]): void {
  const declared = new Map<string, Promise<Declared>>();
  test.each(rows.map(([settings, inputs]) => [settings, Object.keys(inputs), inputs] as const))(
    "%j decides %j",
    async (settings, paths, expected) => {
      const key = JSON.stringify(settings);
      declared.set(key, declared.get(key) ?? declare(target, suite, settings));
      const { inputsOf } = await (declared.get(key) as Promise<Declared>);
      const actual = paths.map((path) => [path, inputAt(inputsOf, path)] as const);
      expect(Object.fromEntries(actual)).toEqual(expected);
    },
  );
}

function inputAt(inputsOf: (name: string) => unknown, path: string): unknown {
  const [name = "", ...keys] = path.split(".");
  return keys.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key],
    inputsOf(name),
  );
}
