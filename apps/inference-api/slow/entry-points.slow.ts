// Every golden row and every refusal through each entry point of the Lambda zip; `npm test` takes a sample of them.
import { afterAll, beforeAll, describe } from "vitest";
import {
  describeEventShapes,
  describeFunctionUrls,
  type StartedFunction,
  startFunction,
} from "../src/entry/entry-points.testing.ts";

describeFunctionUrls(false);

describe("the Lambda zip, one function for every event shape", () => {
  let started: StartedFunction;
  beforeAll(async () => {
    started = await startFunction();
  }, 60_000);
  afterAll(() => started?.emulator.stop());

  describeEventShapes(false, () => started);
});
