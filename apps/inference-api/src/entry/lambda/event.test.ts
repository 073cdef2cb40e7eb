import { expect, it } from "vitest";
import { readLambdaEvent, UnhandledEventError } from "./event.ts";

const FIELDS = new Set(["age", "Age", "country"]);
const read = (event: unknown) => readLambdaEvent(event, FIELDS);

const record = {
  messageId: "1",
  body: '{"age": 35}',
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-west-1:1:q",
};

it.each([
  ["SQS", { Records: [record, record] }, "2 records of aws:sqs"],
  [
    "SNS",
    { Records: [{ EventSource: "aws:sns", EventVersion: "1.0", Sns: { Message: "{}" } }] },
    "1 record of aws:sns",
  ],
  ["S3", { Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: {} }] }, "1 record of aws:s3"],
  ["Kinesis", { Records: [{ eventSource: "aws:kinesis", kinesis: { data: "e30=" } }] }, "1 record of aws:kinesis"],
  ["DynamoDB", { Records: [{ eventSource: "aws:dynamodb", dynamodb: {} }] }, "1 record of aws:dynamodb"],
  ["an empty batch", { Records: [] }, "0 records"],
  ["Kafka", { eventSource: "aws:kafka", bootstrapServers: "b", records: { "topic-0": [] } }, "aws:kafka"],
  ["MQ", { eventSource: "aws:mq", eventSourceArn: "arn", messages: [] }, "aws:mq"],
  [
    "Firehose",
    { invocationId: "1", deliveryStreamArn: "arn:aws:firehose:x", records: [{ recordId: "1", data: "e30=" }] },
    "1 record of arn:aws:firehose:x",
  ],
  [
    "S3 Batch Operations",
    { invocationSchemaVersion: "1.0", invocationId: "1", job: {}, tasks: [{ taskId: "1" }] },
    "1 record",
  ],
  ["EventBridge", { version: "0", source: "aws.s3", "detail-type": "Object Created", detail: {} }, "aws.s3"],
  ["EventBridge Pipes", [record], "1 record of aws:sqs"],
  ["CloudWatch Logs", { awslogs: { data: "H4sI" } }, "an object with none of its fields"],
  ["Cognito", { version: "1", triggerSource: "PreSignUp_SignUp", request: {} }, "PreSignUp_SignUp"],
  [
    "a token authorizer",
    { type: "TOKEN", methodArn: "arn:x", authorizationToken: "t" },
    "an object with none of its fields",
  ],
  [
    "a request authorizer",
    { type: "REQUEST", methodArn: "arn:x", httpMethod: "POST", path: "/", requestContext: {} },
    "an object with none of its fields",
  ],
  ["a name that may be anything", { source: "Ana Núñez, 35", x: 1 }, "an object with none of its fields"],
])("%s is foreign", (_title, event, source) => {
  expect(read(event)).toEqual({ kind: "foreign", source });
});

it("says of a foreign event what it is, and what to do", () => {
  expect(new UnhandledEventError("2 records of aws:sqs").message).toBe(
    "The event, 2 records of aws:sqs, is neither an HTTP request nor an instance of this model, so nothing was scored. It counts " +
      "as failed, so that no message of a queue or stream is lost. Invoke this function over HTTP or with an instance as the " +
      "event, or remove the trigger.",
  );
});

it.each([
  ["a scheduled rule", { version: "0", source: "aws.events", "detail-type": "Scheduled Event", detail: {} }],
  ["EventBridge Scheduler", { version: "0", source: "aws.scheduler", "detail-type": "Scheduled Event", detail: "{}" }],
  ["serverless-plugin-warmup", { source: "serverless-plugin-warmup" }],
  ["lambda-warmer", { warmer: true, concurrency: 3 }],
  ["a ping by hand", { ping: true }],
])("%s is a ping", (_title, event) => {
  expect(read(event)).toEqual({ kind: "ping" });
});

it.each([
  ["an instance", { age: 35 }, '{"age":35}'],
  ["one by an alias, with a field too many", { Age: 35, Records: [] }, '{"Age":35,"Records":[]}'],
  ["an instance as text", '{"age": 35}', '{"age": 35}'],
  ["an envelope", { body: { age: 35 } }, '{"age":35}'],
  ["an envelope of text", { body: '{"age": 35}' }, '{"age": 35}'],
  ["an empty event", {}, "{}"],
  ["nothing", null, "null"],
  ["a number", 7, "7"],
  ["a list", [1], "[1]"],
  ["a list of instances", [{ age: 1 }], '[{"age":1}]'],
])("%s goes to the model", (_title, event, body) => {
  expect(read(event)).toEqual({ kind: "instance", body });
});

it("takes body for the field where the model has one of that name", () => {
  expect(readLambdaEvent({ body: "sedan" }, new Set(["body"]))).toEqual({ kind: "instance", body: '{"body":"sedan"}' });
});

const SEND = 'Send the instance itself as the event, or {"body": instance} alone.';

it.each([
  ["more beside body", { body: { age: 35 }, explain: true }, `The event has 1 member beside body. ${SEND}`],
  ["headers beside body", { body: "{}", headers: {}, path: "/" }, `The event has 2 members beside body. ${SEND}`],
  ["a number as body", { body: 5 }, `body must be an instance, as an object or as JSON text. ${SEND}`],
  ["null as body", { body: null }, `body must be an instance, as an object or as JSON text. ${SEND}`],
  ["a list as body", { body: [] }, `body must be an instance, as an object or as JSON text. ${SEND}`],
])("refuses %s", (_title, event, fault) => {
  expect(read(event)).toEqual({ kind: "unclear", fault });
});

it("refuses what is nested deeper than JSON can be written", () => {
  const deep = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
  const fault = "The event is nested too deeply; an instance holds numbers, texts, true and false.";
  expect(read(deep(100_000))).toEqual({ kind: "unclear", fault });
  expect(read({ age: deep(100_000) })).toEqual({ kind: "unclear", fault });
});
