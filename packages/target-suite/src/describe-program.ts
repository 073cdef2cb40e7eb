// The whole program, as the engine starts it: it loads one cloud's SDK, and takes little longer than one that does nothing.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Subject } from "./check.ts";
import { programFiles } from "./checks/program.ts";
import { type ProgramRun, runProgram } from "./program-run.ts";

/** In turn, so that what else the machine does burdens both; of each the quickest counts. */
const MOST_ROUNDS = 8;
const MOST_RATIO = 2;

export function describeProgram(subject: Subject): void {
  const { target, suite } = subject;
  const stacks = path.resolve(suite.folder, "..");
  const settings = Object.entries(suite.settings ?? {}).map(([key, value]) => [`modelport:${key}`, String(value)]);
  const config = { ...suite.config, ...(Object.fromEntries(settings) as Record<string, string>) };

  const main = path.join(stacks, "main.mjs");
  const isThere = existsSync(main);
  if (!isThere)
    console.warn(`SKIPPED, the program: ${target.name} is an example, without the main.mjs of a stack beside it.`);
  describe.skipIf(!isThere)("the program", { timeout: 240_000 }, () => {
    test("loads no SDK but the target's own, in at most twice the time of a program that does nothing", async () => {
      const best = { idle: Number.POSITIVE_INFINITY, own: Number.POSITIVE_INFINITY };
      let run: ProgramRun | undefined;
      for (let round = 0; round < MOST_ROUNDS && !(round > 1 && best.own < MOST_RATIO * best.idle); round += 1) {
        best.idle = Math.min(best.idle, (await runProgram(undefined, target.name, {})).cpuMilliseconds);
        run = await runProgram(main, target.name, config);
        best.own = Math.min(best.own, run.cpuMilliseconds);
      }
      expect(run?.resources).toBeGreaterThan(0);
      expect(run?.packages.filter((name) => sdksIn(stacks).includes(name))).toEqual(
        importedBy(subject, sdksIn(stacks)),
      );
      expect(best.own / best.idle).toBeLessThan(MOST_RATIO);
    });
  });
}

/** The packages of others that targets may need, each for its own cloud; Pulumi's core and zod are everybody's. */
function sdksIn(stacks: string): readonly string[] {
  const { dependencies } = JSON.parse(readFileSync(path.join(stacks, "package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return Object.keys(dependencies).filter((name) => !/^(@modelport\/|@pulumi\/pulumi$|zod$)/.test(name));
}

/** Those of `sdks` that the target's program imports. */
function importedBy({ target, suite }: Subject, sdks: readonly string[]): readonly string[] {
  const texts = [...programFiles(suite.folder, target.name).values()].join("\n");
  return sdks.filter((name) => texts.includes(`"${name}"`)).toSorted();
}
