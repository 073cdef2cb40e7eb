import { expect, test } from "vitest";
import { standIn } from "../stand-in.testing.ts";
import { type Changes, container, definition, TYPES } from "./fargate-stack.testing.ts";
import { textOf, type Values } from "@modelport/sdk-schema/wire";

const registered = (inputs: Values) => standIn("aws").make(TYPES.definition, "api", inputs);

test.each([
  ["512", "1024"],
  ["256", "512"],
  ["256", "2048"],
  ["4096", "30720"],
  ["8192", "20480"],
  ["16384", "122880"],
])("Fargate has %s CPU units with %s MiB", async (cpu, memory) => {
  await expect(registered(definition({ cpu, memory }))).resolves.toBeDefined();
});

test.each([
  ["512", "512"],
  ["512", "1500"],
  ["256", "4096"],
  ["1024", "1024"],
  ["8192", "17408"],
  ["16384", "36864"],
  ["300", "1024"],
  ["32768", "122880"],
])("and does not have %s with %s MiB", async (cpu, memory) => {
  await expect(registered(definition({ cpu, memory }))).rejects.toThrow(
    `ClientException: No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`,
  );
});

test.each([
  [definition({ networkMode: "bridge" }), "Fargate only supports network mode 'awsvpc'."],
  [definition({ cpu: undefined }), "Fargate requires that 'cpu' be defined at the task level."],
  [definition({ executionRoleArn: undefined }), "to have execution role ARN to support ECR images."],
  [
    definition({ executionRoleArn: undefined }, [container({ image: "example.com/api@sha256:0" })]),
    "to have execution role ARN to support log driver awslogs.",
  ],
  [
    definition({}, [container({ portMappings: [{ containerPort: 8000, hostPort: 80 }] })]),
    "the host ports and container ports in port mappings must match.",
  ],
  [definition({}, [container({ stopTimeout: 121 })]), "The maximum stop timeout is 120 seconds."],
  [
    definition({}, [container({ healthCheck: { command: ["CMD", "x"], interval: 3 } })]),
    "Container.healthCheck.interval must be between 5 and 300.",
  ],
  [definition({}, [container({ essential: false })]), "At least one container must be essential."],
  [
    definition({}, [container({ logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "x" } } })]),
    "Log driver awslogs requires options: awslogs-region, awslogs-stream-prefix.",
  ],
  [definition({ containerDefinitions: "{}" }), "container_definitions is invalid"],
])("a task definition that AWS refuses: %#", async (inputs, sentence) => {
  await expect(registered(inputs)).rejects.toThrow(sentence);
});

test("AWS completes the containers; order, defaults and empty lists are no difference, a value is", async () => {
  const { make, diff } = standIn("aws");
  const health = { command: ["CMD", "node", "health.mjs"], interval: 30, timeout: 5, retries: 3 };
  const environment = [
    { name: "B", value: "2" },
    { name: "A", value: "1" },
  ];
  const declared = (more: Changes) => definition({}, [container({ environment, healthCheck: health, ...more })]);
  const made = await make(TYPES.definition, "api", declared({}));
  const [completed] = JSON.parse(textOf(made.outputs["containerDefinitions"])) as [Values];
  expect(completed).toMatchObject({
    cpu: 0,
    mountPoints: [],
    environment: environment.toReversed(),
    portMappings: [{ containerPort: 8000, hostPort: 8000, protocol: "tcp" }],
  });
  const changed = (more: Changes) => diff(TYPES.definition, "api", made, declared(more));
  expect(await changed({})).toEqual([]);
  expect(await changed({ environment: environment.toReversed(), secrets: [], essential: undefined })).toEqual([]);
  expect(await changed({ healthCheck: { command: health.command } })).toEqual([]);
  expect(await changed({ environment: [] })).toEqual(["replace containerDefinitions"]);
  expect(await changed({ readonlyRootFilesystem: true })).toEqual(["replace containerDefinitions"]);
});

test("every change but that of tags is a new revision of the family", async () => {
  const { make, diff } = standIn("aws");
  const made = await make(TYPES.definition, "api", definition());
  expect(await diff(TYPES.definition, "api", made, definition({ memory: "2048" }))).toEqual(["replace memory"]);
  expect(await diff(TYPES.definition, "api", made, definition({ tags: { a: "b" } }))).toEqual(["add tags"]);
  const next = await make(TYPES.definition, "api", definition({ memory: "2048" }));
  expect([made.outputs["revision"], next.outputs["revision"]]).toEqual([1, 2]);
});
