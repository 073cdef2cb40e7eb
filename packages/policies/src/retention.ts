// Nothing is kept forever by default, because it would be billed forever.
import { LOG_RETENTION_DAYS } from "@modelport/target-kit";
import { inputAt, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const retentionDays: readonly number[] = LOG_RETENTION_DAYS;

export const logsExpire = {
  name: "logs-expire",
  title: "every log has a group that the program declares, which expires after a number of days",
  types: ["aws:cloudwatch/logGroup:LogGroup", "aws:lambda/function:Function"],
  check: (resource, graph) =>
    resource.type === "aws:lambda/function:Function" ? undeclaredLogGroup(resource, graph) : endlessLogGroup(resource),
} as const satisfies Policy;

function endlessLogGroup(resource: DeclaredResource): readonly string[] {
  const days = inputAt(resource, "retentionInDays");
  if (typeof days === "number" && retentionDays.includes(days)) return [];
  return [
    `${called(resource)}: retentionInDays is ${shown(days)}, but must be one of ${retentionDays.join(", ")}: ` +
      "otherwise the logs are kept, and billed, forever.",
  ];
}

function undeclaredLogGroup(resource: DeclaredResource, graph: Graph): readonly string[] {
  const named = inputAt(resource, "loggingConfig.logGroup");
  const own = inputAt(resource, "name");
  const wanted = named ?? `/aws/lambda/${typeof own === "string" ? own : resource.name}`;
  const groups = graph.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
  if (groups.some((group) => isItsName(group, wanted))) return [];
  const property =
    named === undefined ? "loggingConfig.logGroup is not set" : `loggingConfig.logGroup is ${shown(named)}`;
  return [
    `${called(resource)}: ${property}, and no LogGroup is declared with the name ${shown(wanted)}: declare it with ` +
      "retentionInDays, or Lambda creates one that keeps its logs forever and outlives the stack.",
  ];
}

/** Whether `name` is the physical name of the log group: its input, or derived from its logical name by the engine. */
function isItsName({ name: logical, inputs }: DeclaredResource, name: unknown): boolean {
  if (typeof inputs["name"] === "string") return inputs["name"] === name;
  return typeof name === "string" && name.startsWith(`${logical}-`);
}

const buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2", "gcp:storage/bucket:Bucket"];
const bucketRules = /^aws:s3\/bucketLifecycleConfiguration(V2)?:/;

export const bucketsExpire = {
  name: "buckets-expire",
  title: "every bucket has a rule that deletes objects",
  types: buckets,
  check: (resource, graph) => {
    if (listOf(resource.inputs["lifecycleRules"]).length > 0) return [];
    const physical = resource.inputs["bucket"] ?? resource.inputs["name"];
    const own = graph.filter(({ type }) => bucketRules.test(type)).map(({ inputs }) => String(inputs["bucket"]));
    if (own.some((bucket) => bucket === physical || bucket.startsWith(`${resource.name}-`))) return [];
    return [
      `${called(resource)}: lifecycleRules is not set, but must have a rule that deletes objects after a number of days: ` +
        "otherwise they are kept, and billed, forever.",
    ];
  },
} as const satisfies Policy;
