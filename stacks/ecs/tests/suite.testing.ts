// What the target's suite is told of this target.
import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";
import { refused } from "./refused.testing.ts";
import { contexts, samples } from "./samples.testing.ts";

export const LISTENER =
  "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/internal-shared/0123456789abcdef/0123456789abcdef";
const PRIVATE_SUBNETS = ["subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"];
const PUBLIC_LISTENER = LISTENER.replace("internal-shared", "shared");
const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef";

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  config: { "aws:region": "us-east-1" },
  // Two private subnets, which reach the internet through a NAT gateway.
  account: { subnets: Object.fromEntries(PRIVATE_SUBNETS.map((id) => [id, { route: "nat", hasOwnRouteTable: true }])) },
  // It runs what was declared.
  calls: {
    "aws:ecs/getService:getService": (_, declared) => ({
      taskDefinition: declared.find(({ type }) => type === "aws:ecs/service:Service")?.inputs["taskDefinition"],
    }),
  },
  computed: { "aws:ec2/vpcEndpoint:VpcEndpoint": () => ({ prefixListId: "pl-63a5400a" }) },
  // Together they take every branch of the program.
  variants: {
    "HTTPS for two ranges, with access logs": {
      allowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"],
      certificateArn: certificate,
      domain: "churn.example.com",
      accessLogsBucket: "example-logs",
    },
    "behind a shared internal listener": {
      listenerArn: LISTENER,
      listenerHosts: ["*.example.com"],
      listenerPriority: 7,
    },
    "behind a shared public listener, for one range": {
      listenerArn: PUBLIC_LISTENER,
      listenerHosts: ["churn.example.com"],
      listenerPaths: ["/api/*"],
      allowedCidrs: ["203.0.113.0/24"],
    },
    "blue-green, on Spot": { deployment: "blue-green", spot: true },
    "canary behind a shared listener": { deployment: "canary", listenerArn: LISTENER, listenerPaths: ["/api/*"] },
    "linear, without public addresses": { deployment: "linear", egress: "vpc-endpoints" },
    "four vCPUs, with exec and insights, by VPC endpoints": {
      cpu: 4096,
      egress: "vpc-endpoints",
      ecsExec: true,
      containerInsights: "enhanced",
    },
    "given subnets that route by themselves, without alarms": {
      vpcId: "vpc-0a1b2c3d4e5f60710",
      subnetIds: PRIVATE_SUBNETS,
      loadBalancerSubnetIds: PRIVATE_SUBNETS,
      egress: "subnet-routes",
      alarms: false,
      containerInsights: "enabled",
    },
    "everything else": {
      threshold: 0.4,
      environment: { MAX_THREADS: "2" },
      tags: { team: "risk" },
      corsOrigins: ["https://app.example.com"],
      alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:ops",
      targetRequestsPerMinute: 6000,
      minTasks: 3,
      maxTasks: 30,
      deletionProtection: true,
      containerInsights: "enabled",
    },
  },
  samples,
  contexts,
  values: { cpu: [256, 512, 1024, 4096], memoryMiB: [512, 3072, 8192, 30_720, 65_536] },
  refused,
  unavailable: { architecture: "There is no image for arm64 yet." },
  decidedTogether: {
    certificateArn: "Only the user knows the name in the certificate, and points it to the load balancer.",
    domain: "As certificateArn.",
    listenerArn: "Which requests of a shared listener are for this model, only its owner decides.",
    listenerHosts: "Only the user can name the listener.",
    listenerPaths: "As listenerHosts.",
    listenerPriority: "As listenerHosts.",
  },
  billing,
  mistakes,
};
