// A stack's whole life under the real Pulumi engine, in clouds that answer, keep and refuse: one session, one step after the other.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  type OfflineEngine,
  type OfflineRun,
  openOfflineEngine,
  type StackSettings,
  whyNoOffline,
} from "@modelport/offline-engine";
import type { Target } from "@modelport/target-kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PackArtifacts, TargetSuite } from "./check.ts";
import { SNAPSHOT } from "./checks/graph-snapshot.ts";
import { sdksOf } from "./checks/program.ts";

/**
 * What happens to resources, by their names without the stack's: `create`, or `update memorySize, timeout` with the inputs that
 * change. Components and the places of items in lists are left out.
 */
export type Changes = Readonly<Record<string, string>>;

export interface EngineSuite {
  readonly artifacts: PackArtifacts;
  /** All that another version of the model changes. */
  readonly newModel: Changes;
  /** Settings beside the defaults, and all that they change. */
  readonly setting: { readonly settings: StackSettings; readonly changes: Changes };
  /** A resource that somebody deletes, and all that a refresh then misses (by default that alone); the next `up` makes those again. */
  readonly drift: { readonly deleted: string; readonly missed?: readonly string[] };
  /** Declares tests of the target's own, between the drift and the destruction. */
  readonly further?: (session: EngineSession) => void;
}

/** The stack `<target>-test`; its members are there once the tests run. */
export interface EngineSession {
  readonly stack: string;
  readonly engine: OfflineEngine;
  /** For MODELPORT_ARTIFACTS_DIR: the shipped model, and the next version of it. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly nextArtifacts: Readonly<Record<string, string>>;
  /** Makes these the settings of the stack, beside the configuration of the suite. */
  configure(settings: StackSettings, stack?: string): Promise<void>;
  /** An `up` that must succeed, by default with the next model: what it changed. */
  up(artifacts?: Readonly<Record<string, string>>): Promise<Changes>;
  outputs(): Promise<Readonly<Record<string, unknown>>>;
}

const TIMEOUT_MS = 300_000;

/** Declares the life of a stack as tests; they are skipped where there is no Pulumi CLI. */
export async function describeEngine(target: Target, suite: TargetSuite, own: EngineSuite): Promise<void> {
  const reason = await whyNoOffline();
  if (reason !== undefined) console.warn(`SKIPPED, ${target.name} under the real engine: ${reason}`);
  describe.skipIf(reason !== undefined)(`${target.name} under the real engine`, { timeout: TIMEOUT_MS }, () => {
    const session = openSession(target, suite, own.artifacts);
    const { stack } = session;

    test("up makes what the mocks were told, and loads no SDK but the target's own", async () => {
      const run = await session.engine.up(stack, session.artifacts);
      expect(run.code, run.output).toBe(0);
      const made = run.steps.filter(({ type }) => type !== "pulumi:pulumi:Stack");
      expect(made.map(({ op, type, name }) => `${op} ${type} ${name}`).toSorted()).toEqual(
        drawn(suite.folder).map((resource) => `create ${resource.replace(` ${target.name}`, ` ${stack}`)}`),
      );
      expect(run.loadedSdks).toEqual([...sdksOf(suite.folder, target.name), "@pulumi/pulumi"].toSorted());
      const { url, predictUrl, artifactDigest } = await session.outputs();
      expect(artifactDigest).toBe(digestIn(session.artifacts, target));
      expect(predictUrl).toBe(`${String(url)}/api/v1/predict`);
    });

    if (!existsSync(path.join(suite.folder, "tests", "variants.slow.ts"))) {
      // Otherwise describe-variants.ts does it, with the defaults too, and here the check second-up-same without an engine.
      test("a second up changes nothing", async () => {
        expect(await session.up(session.artifacts)).toEqual({});
      });
    }

    test("a new model changes what carries it and nothing else, under the same URL", async () => {
      const before = await session.outputs();
      expect(await session.up()).toEqual(own.newModel);
      const after = await session.outputs();
      expect(after["url"]).toBe(before["url"]);
      expect(after["artifactDigest"]).toBe(digestIn(session.nextArtifacts, target));
    });

    const { deleted, missed = [deleted] } = own.drift;
    test(`a refresh misses ${deleted}, which somebody deleted`, async () => {
      await session.engine.deleteOutside(stack, `${stack}-${deleted}`);
      const run = await session.engine.refresh(stack, session.nextArtifacts);
      expect(run.code, run.output).toBe(0);
      expect(changesOf(run, stack)).toEqual(Object.fromEntries(missed.map((name) => [name, "delete"])));
    });

    test(`an up makes it again, and changes what ${JSON.stringify(own.setting.settings)} configures`, async () => {
      await session.configure(own.setting.settings);
      const made = Object.fromEntries(missed.map((name) => [name, "create"]));
      expect(await session.up()).toEqual({ ...made, ...own.setting.changes });
    });

    own.further?.(session);

    test("destroy leaves nothing", async () => {
      const { code, output, steps } = await session.engine.destroy(stack, session.nextArtifacts);
      expect(code, output).toBe(0);
      expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["delete"]));
      expect(await session.engine.cloud(stack)).toEqual([]);
    });
  });
}

function openSession(target: Target, suite: TargetSuite, pack: PackArtifacts): EngineSession {
  const stack = `${target.name}-test`;
  let engine: OfflineEngine | undefined;
  let [artifacts, nextArtifacts] = ["", ""];
  const opened = () => engine ?? expect.fail("the engine is not open yet");
  const session: EngineSession = {
    stack,
    get engine() {
      return opened();
    },
    get artifacts() {
      return { MODELPORT_ARTIFACTS_DIR: artifacts };
    },
    get nextArtifacts() {
      return { MODELPORT_ARTIFACTS_DIR: nextArtifacts };
    },
    configure: (settings, name = stack) => opened().configure(name, { ...suite.config, ...settings }),
    up: async (folder = session.nextArtifacts) => {
      const run = await opened().up(stack, folder);
      expect(run.code, run.output).toBe(0);
      return changesOf(run, stack);
    },
    outputs: () => opened().outputs(stack),
  };
  beforeAll(async () => {
    engine = await openOfflineEngine({
      project: path.resolve(suite.folder, "../.."),
      account: suite.account ?? "used",
    });
    artifacts = await pack();
    nextArtifacts = await pack({ modelVersion: "1.0.1" });
    await session.configure({});
  }, TIMEOUT_MS);
  afterAll(() => engine?.dispose());
  return session;
}

/** What a run did to the resources of a stack, except to those that it left as they were. */
export function changesOf({ steps }: OfflineRun, stack: string): Changes {
  const changed = steps.filter(({ op, type }) => op !== "same" && !/^(pulumi:pulumi|modelport):/.test(type));
  return Object.fromEntries(
    changed.map(({ op, name, diff = [] }) => {
      const inputs = new Set(diff.map((input) => input.replaceAll(/\[\d+\]/g, "")));
      return [name.replace(`${stack}-`, ""), [op, [...inputs].join(", ")].join(" ").trim()];
    }),
  );
}

/** The resources that the suite drew for the defaults, as `type name`. */
function drawn(folder: string): readonly string[] {
  const snapshot = JSON.parse(readFileSync(path.join(folder, SNAPSHOT), "utf8")) as { defaults: object };
  return Object.keys(snapshot.defaults).toSorted();
}

function digestIn({ MODELPORT_ARTIFACTS_DIR: folder = "" }: Readonly<Record<string, string>>, target: Target): unknown {
  const report = JSON.parse(readFileSync(path.join(folder, "artifacts.json"), "utf8")) as {
    artifacts: readonly { readonly kind: string; readonly platform: string; readonly digest: string }[];
  };
  const [kind] = target.artifactsFor({});
  return report.artifacts.find((each) => each.kind === kind && each.platform === "linux-x64")?.digest;
}
