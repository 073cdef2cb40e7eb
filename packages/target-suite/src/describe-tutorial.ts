// Does what docs/tutorial/<stack>.md says: with the real engine, stand-in clouds, and the artifact itself behind the URL.
import { type OfflineEngine, openOfflineEngine, type StateResource, whyNoOffline } from "@modelport/offline-engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PackArtifacts } from "./check.ts";
import { type Answer, type Command, follow, readTutorial, stepsOf } from "./tutorial.ts";

export interface TutorialSuite {
  readonly artifacts: PackArtifacts;
  /** Lines that the page shows and nobody runs: they need a clone, an account or a real address. */
  readonly notRun: readonly string[];
  /** The line that packages the artifact. */
  readonly packaging: string;
  /** Variables of the shell in which the page is followed. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of those, and of those that the page sets: what the engine is told. */
  readonly told?: readonly string[];
  /** Starts, once, the artifact with what the stack declares of it, and gives its URL on this machine. */
  readonly serve: (run: TutorialRun) => Promise<string>;
  /** Declares tests of the target's own. */
  readonly further?: (run: TutorialRun) => void;
}

/** Its members are there once the page has been followed; `serve` has the engine and the artifacts. */
export interface TutorialRun {
  readonly engine: OfflineEngine;
  /** The folder of artifacts.json. */
  readonly artifacts: string;
  /** All that the page's commands printed. */
  readonly printed: string;
  /** The arguments of each curl. */
  readonly curls: readonly (readonly string[])[];
  /** The resource of that type in the engine's state. */
  readonly declared: (type: string) => Promise<StateResource>;
}

const TIMEOUT_MS = 300_000;

/** Declares the tests of the tutorial of `stack`, in both languages; what is run is the English page's code. */
export async function describeTutorial(stack: string, suite: TutorialSuite): Promise<void> {
  const { pages, codeOf } = await readTutorial(stack);
  const reason = await whyNoOffline();
  if (reason !== undefined) console.warn(`SKIPPED, the tutorial of ${stack}: ${reason}`);

  describe(`the tutorial of ${stack}`, { timeout: TIMEOUT_MS }, () => {
    test("has the same steps and the same code in both languages", () => {
      const [english, spanish] = pages;
      expect(spanish.blocks).toEqual(english.blocks);
      expect(stepsOf(english)).toEqual(stepsOf(english).map((_, index) => index + 1));
      expect(stepsOf(spanish)).toEqual(stepsOf(english));
    });

    test("has every command run but those that need a clone, an account or a real address", () => {
      expect(codeOf("console").join("").trim().split("\n")).toEqual(suite.notRun);
      for (const line of codeOf("sh").join("\n").split("\n")) {
        expect(line).toMatch(/^(eval|export|npx|npm|curl) |^ {2}"|^$/);
      }
    });
  });

  describe.skipIf(reason !== undefined)(`the commands of that tutorial`, { timeout: TIMEOUT_MS }, () => {
    let opened: OfflineEngine | undefined;
    const outputs: string[] = [];
    const curls: (readonly string[])[] = [];
    const run = {
      artifacts: "",
      printed: "",
      curls,
      get engine() {
        return opened ?? expect.fail("the engine is not open yet");
      },
      declared: async (type: string) => {
        const found = (await run.engine.resources(stack)).find((resource) => resource.type === type);
        return found ?? expect.fail(`the stack has no ${type}`);
      },
    };

    async function answer({ command, args, variables }: Command): Promise<Answer> {
      const told = Object.fromEntries((suite.told ?? []).map((name) => [name, variables[name] ?? ""]));
      const environment = { MODELPORT_ARTIFACTS_DIR: run.artifacts, ...told };
      const line = [command, ...args].join(" ");
      if (line === suite.packaging) return { output: `packaged into ${run.artifacts}\n` };
      const [, preview] = line.split(`npm run preview -- ${stack} --offline`);
      if (preview !== undefined) {
        const flags = preview.split(" ").filter((flag) => flag !== "");
        return { run: [process.execPath, "tools/commands/preview.mjs", stack, "--offline", ...flags], environment };
      }
      if (command === "curl") {
        curls.push(args);
        const [host, local] = [String((await run.engine.outputs(stack))["url"]), await suite.serve(run)];
        return { run: ["/usr/bin/curl", ...args.map((arg) => arg.replace(host, local))] };
      }
      const at = args.indexOf("--stack");
      if (command !== "npx" || args[0] !== "pulumi" || args[at + 1] !== stack) throw new Error(`Not known: ${line}`);
      const done = await run.engine.run(stack, [...args.slice(1, at), ...args.slice(at + 2)], environment);
      outputs.push(done.output.trim());
      return done;
    }

    beforeAll(async () => {
      run.artifacts = await suite.artifacts();
      opened = await openOfflineEngine();
      run.printed = await follow(codeOf("sh").join("\n"), ["npx", "npm", "curl"], answer, suite.variables);
    }, TIMEOUT_MS);

    afterAll(() => opened?.dispose());

    test("show what they would make before it is paid for, and make that", () => {
      // Once by itself, and once more at the beginning of `up`.
      const [first, second] = run.printed.match(/\+ \d+ to create/g) ?? [];
      expect(second).toBe(first);
      expect(/\+ \d+ created/.exec(run.printed)?.[0]).toBe(first?.replace("to create", "created"));
    });

    test("get the answers that the page prints", () => {
      const answers = [...run.printed.matchAll(/\{"\w+":[^}]*"prediction"[^}]*\}/g)].map(
        ([text]) => JSON.parse(text) as object,
      );
      const shown = codeOf("json").map((text) => JSON.parse(text) as object);
      expect(answers.map((each) => ({ ...each, request_id: "..." }))).toEqual(shown);
    });

    test("print a curl line of the shape that the page shows", () => {
      const [shape = ""] = codeOf("text");
      const literal = shape.trim().replaceAll(/[\\^$*+?.()|[\]{}]/g, String.raw`\$&`);
      const pattern = literal
        .replaceAll(String.raw`https://\.\.\.`, String.raw`https://\S+`)
        .replaceAll(String.raw`\.\.\.`, ".*");
      expect(outputs).toContainEqual(expect.stringMatching(new RegExp(`^${pattern}$`)));
    });

    suite.further?.(run);

    test("leave nothing", async () => {
      expect(run.printed).toMatch(/- \d+ deleted/);
      expect(await run.engine.cloud(stack)).toEqual([]);
    });
  });
}
