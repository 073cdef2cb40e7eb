// What a manifest may leave out changes nothing but what it says: each optional member is left out in turn.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  describeInferenceApi,
  leaveOut,
  optionalMembers,
  optionalMembersOf,
  readExpectedModel,
  writeRandomModel,
} from "@modelport/contract-tests";
import { prepareModel } from "@modelport/packaging";
import { afterAll, describe, expect, it } from "vitest";
import { openInProcess } from "../src/in-process.testing.ts";

/** Left out alone, these contradict what stays, and packaging says so. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  explanation:
    /^manifest\.json is not valid: (onnx\.outputs\.terms: shape \[-1, \d+\] should be \[-1, 0\]; )?explanation: is required because the model has a contributions output\. Correct it and package again\.$/,
  "explanation.terms":
    /^manifest\.json is not valid: onnx\.outputs\.terms: shape \[-1, \d+\] should be \[-1, 0\]\. Correct it and package again\.$/,
};

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const folder = await mkdtemp(join(tmpdir(), "modelport-optional-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** By the name of a member, the first seed that draws a manifest with it. */
const seeds = new Map<string, number>();
for (const seed of SEEDS) {
  const manifest = await writeRandomModel(join(folder, "drawn"), seed);
  for (const name of optionalMembersOf(manifest).keys()) if (!seeds.has(name)) seeds.set(name, seed);
}

it("has a drawn manifest for each member that the schema lets out", () => {
  expect([...seeds.keys()].toSorted()).toEqual(optionalMembers().toSorted());
});

async function writeWithout(name: string, seed: number): Promise<string> {
  const drawn = join(folder, `without ${name}`);
  await writeRandomModel(drawn, seed, (manifest) => {
    const path = optionalMembersOf(manifest).get(name);
    if (path) leaveOut(manifest, path);
  });
  return drawn;
}

for (const [name, seed] of seeds) {
  const drawn = await writeWithout(name, seed);
  if (name in REFUSED) {
    describe(`without ${name}`, () => {
      it("is refused when it is packaged", async () => {
        await expect(prepareModel(drawn, join(drawn, "prepared"))).rejects.toThrow(REFUSED[name]);
      });
    });
    continue;
  }
  await prepareModel(drawn, join(drawn, "prepared"));
  describeInferenceApi(`without ${name}`, {
    model: await readExpectedModel(drawn),
    capabilities: { metrics: true, batchBytes: 1_000_000 },
    open: () => openInProcess(join(drawn, "prepared")),
  });
}
