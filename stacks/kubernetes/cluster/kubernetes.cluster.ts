// The target kubernetes in a real cluster, by the real engine and the real provider: what `up` promises, what operators do to it,
// and what clients notice of that. The tests share one stack and run in this order.
import path from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { autoscaling } from "./autoscaling.testing.ts";
import { brokenModel } from "./broken-model.testing.ts";
import { contract } from "./contract.testing.ts";
import { disruptions } from "./disruptions.testing.ts";
import { ends } from "./ends.testing.ts";
import { refusals } from "./refusals.testing.ts";
import { imageSettings, whyNoMetrics } from "./requirements.testing.ts";
import { rollouts } from "./rollouts.testing.ts";
import { Deployed } from "./deployed.testing.ts";

const images = inject("images");
const model = await readExpectedModel(path.join(import.meta.dirname, "../../../model"));
const noMetrics = images === undefined ? undefined : whyNoMetrics();
if (noMetrics !== undefined) console.warn(`SKIPPED, the autoscaler in a real cluster: ${noMetrics}`);

describe.skipIf(images === undefined)("the target kubernetes in a real cluster", () => {
  let deployed: Deployed | undefined;
  const opened = () => {
    if (deployed === undefined) throw new Error("the stack is not deployed");
    return deployed;
  };

  beforeAll(async () => {
    if (images === undefined) return;
    deployed = await Deployed.open(images, model.manifest, imageSettings());
  });
  afterAll(() => deployed?.dispose());

  contract(opened, model);
  refusals(opened);
  rollouts(opened);
  disruptions(opened);
  autoscaling(opened, noMetrics);
  brokenModel(opened);
  ends(opened);
});
