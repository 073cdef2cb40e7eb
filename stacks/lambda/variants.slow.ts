import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { expect, onTestFinished, test } from "vitest";
import { describeVariants } from "../variants.testing.ts";
import { variants } from "./mistakes.ts";

await describeVariants("lambda", variants, { "aws:region": "us-east-1" });

test.skipIf((await whyNoOffline()) !== undefined)(
  "an image takes the zip's place behind an API without a gap",
  async () => {
    const engine = await openOfflineEngine();
    onTestFinished(() => engine.dispose());
    const stack = "lambda-test";
    const environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    const up = async (settings: Readonly<Record<string, string>>) => {
      await engine.configure(stack, { "aws:region": "us-east-1", endpoint: "http-api", ...settings });
      const run = await engine.up(stack, environment);
      expect(run.code, run.output).toBe(0);
      return { output: run.output, url: (await engine.outputs(stack))["url"] };
    };
    const zip = await up({});
    const image = await up({ package: "image" });
    expect(image.url).toBe(zip.url);
    const firstDeletion = image.output.indexOf(" deleting original");
    expect(image.output.indexOf(`Integration ${stack}-integration updated`)).toBeLessThan(firstDeletion);
    for (const replaced of [`Alias ${stack}-live`, `Permission ${stack}-api-may-invoke`])
      expect(image.output.indexOf(`${replaced} created replacement`), replaced).toBeLessThan(firstDeletion);
  },
  120_000,
);
