// What AWS bills of resources that several targets declare.
import {
  type BilledResource,
  type Billing,
  byTraffic,
  engineBilling,
  inputOf,
  withoutLine,
} from "@modelport/target-kit/billing";
import { IMAGE_GB } from "./prices.ts";

/** Each metric of an alarm is billed: https://aws.amazon.com/cloudwatch/pricing. */
function alarmMetrics(alarm: BilledResource): number {
  const queries = inputOf(alarm, "metricQueries");
  if (!Array.isArray(queries)) return 1;
  return queries.filter((query) => (query as { readonly metric?: unknown }).metric !== undefined).length;
}

/** Those that target tracking makes: see usage.ts of stacks/ecs. */
const ALARMS_PER_POLICY = 2;

export const awsBilling: Billing = {
  ...engineBilling,
  "aws:appautoscaling/policy:Policy": () => [{ line: "Alarms", quantity: ALARMS_PER_POLICY }],
  "aws:cloudwatch/logGroup:LogGroup": () => byTraffic("Log ingestion", "Log storage"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": (alarm) => [{ line: "Alarms", quantity: alarmMetrics(alarm) }],
  "aws:ecr/repository:Repository": () => [{ line: "Images in the repository", quantity: IMAGE_GB }],
  ...withoutLine("ECR charges for storage and transfer only.", "https://aws.amazon.com/ecr/pricing", [
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
  ]),
  ...withoutLine("IAM has no charge.", "https://aws.amazon.com/iam/faqs", [
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  ]),
  ...withoutLine("A VPC's rules have no charge.", "https://aws.amazon.com/vpc/pricing", [
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  ]),
  ...withoutLine(
    "Auto Scaling charges for its alarms and for what it starts only.",
    "https://aws.amazon.com/autoscaling/pricing",
    ["aws:appautoscaling/target:Target"],
  ),
};
