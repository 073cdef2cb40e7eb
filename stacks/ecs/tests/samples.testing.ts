// For tests: each setting with another value than its default, and what it needs beside it.
import type { RawSettings } from "@modelport/target-kit";

const listener = {
  listenerArn:
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/internal-shared/0123456789abcdef/0123456789abcdef",
  listenerHosts: ["churn.example.com"],
};
const https = {
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
  domain: "churn.example.com",
};
const otherSubnets = ["subnet-0a1b", "subnet-0a1c"];

export const samples: Readonly<Record<string, RawSettings>> = {
  public: { public: true },
  corsOrigins: { corsOrigins: ["https://app.example.com"] },
  threshold: { threshold: 0.4 },
  logLevel: { logLevel: "debug" },
  environment: { environment: { MAX_THREADS: "2" } },
  cpu: { cpu: 1024 },
  memoryMiB: { memoryMiB: 2048 },
  spot: { spot: true },
  minTasks: { minTasks: 3 },
  maxTasks: { maxTasks: 20 },
  targetCpuPercent: { targetCpuPercent: 50 },
  targetRequestsPerMinute: { targetRequestsPerMinute: 6000 },
  allowedCidrs: { allowedCidrs: ["203.0.113.0/24"] },
  certificateArn: https,
  domain: https,
  listenerArn: listener,
  listenerHosts: listener,
  listenerPaths: { ...listener, listenerPaths: ["/api/*"] },
  listenerPriority: { ...listener, listenerPriority: 7 },
  vpcId: { vpcId: "vpc-0b1b2c3d4e5f60710" },
  subnetIds: { subnetIds: otherSubnets },
  loadBalancerSubnetIds: { loadBalancerSubnetIds: otherSubnets },
  egress: { egress: "vpc-endpoints" },
  deployment: { deployment: "blue-green" },
  bakeMinutes: { deployment: "blue-green", bakeMinutes: 10 },
  stepPercent: { deployment: "canary", stepPercent: 20 },
  stepMinutes: { deployment: "linear", stepMinutes: 10 },
  logRetentionDays: { logRetentionDays: 7 },
  alarms: { alarms: false },
  alarmP99Ms: { alarmP99Ms: 500 },
  alarmTopicArn: { alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:ops" },
  containerInsights: { containerInsights: "enabled" },
  ecsExec: { ecsExec: true },
  accessLogsBucket: { accessLogsBucket: "example-logs" },
  deletionProtection: { deletionProtection: true },
  tags: { tags: { team: "risk" } },
};

/** Where settings are tried beside the defaults. */
export const contexts = {
  "a public endpoint": { settings: { public: true }, samples: ["certificateArn", "egress"] },
  "a shared listener": { settings: listener, samples: ["deployment", "listenerPaths", "alarms"] },
};
