// A change that a cloud refuses halfway: what the state says then, and what the next `up` does.
import { expect, test } from "vitest";
import { standIn } from "./stand-in.testing.ts";

const FUNCTION = "aws:lambda/function:Function";
const REFUSED =
  "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's " +
  "UnreservedConcurrentExecution below its minimum value of [10].";

test("a function is updated and no version of it is published; the state has what was planned, the cloud what was done", async () => {
  const { provider, cloud, urn, make, diff, change } = standIn("aws", {}, "new");
  const model = { role: "arn", publish: true, memorySize: 512 };
  const made = await make(FUNCTION, "model", model);
  const news = { ...made.inputs, memorySize: 1024, reservedConcurrentExecutions: 5 };
  const changing = { olds: made.outputs, oldInputs: made.inputs, news };
  const failed = await provider
    .update(urn(FUNCTION, "model"), made.id, changing, false)
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({
    message: REFUSED,
    planned: { version: "1", memorySize: 1024, reservedConcurrentExecutions: 5 },
  });
  const [inCloud] = cloud.all();
  expect(inCloud?.outputs).toMatchObject({ version: "1", memorySize: 1024 });
  expect(inCloud?.outputs["reservedConcurrentExecutions"]).toBeUndefined();
  const { planned } = failed as { planned: typeof made.outputs };
  expect(await diff(FUNCTION, "model", { ...made, outputs: planned }, news)).toEqual([]);
  expect((await change(FUNCTION, "model", { ...made, outputs: planned }, news)).outputs).toEqual(planned);
  expect(cloud.all()[0]?.outputs["reservedConcurrentExecutions"]).toBeUndefined();
});
