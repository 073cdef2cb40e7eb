// Usage types as in AWS's lists of 2026-08-31 (answers/README.md), in https://github.com/infracost/infracost at 95ba4f49a,
// internal/resources/aws, and in what public repositories query: find "usagetype" and the name.
import { aws, type Queries } from "../query.ts";

const MILLION = 1e6;

const account = {
  logIngestion: aws("AmazonCloudWatch", "DataProcessing-Bytes"),
  logStorage: aws("AmazonCloudWatch", "TimedStorage-ByteHrs"),
  alarms: aws("AmazonCloudWatch", "CW:AlarmMonitorUsage"),
  imageStorage: aws("AmazonECR", "TimedStorage-ByteHrs"),
  egress: aws("AWSDataTransfer", "DataTransfer-Out-Bytes"),
} satisfies Queries;

const publicIpv4 = aws("AmazonVPC", "PublicIPv4:InUseAddress");

export const lambda: Queries = {
  requests: aws("AWSLambda", "Request", { times: MILLION }),
  computeX86: aws("AWSLambda", "Lambda-GB-Second"),
  computeArm: aws("AWSLambda", "Lambda-GB-Second-ARM"),
  provisionedX86: aws("AWSLambda", "Lambda-Provisioned-Concurrency"),
  provisionedArm: aws("AWSLambda", "Lambda-Provisioned-Concurrency-ARM"),
  provisionedComputeX86: aws("AWSLambda", "Lambda-Provisioned-GB-Second"),
  provisionedComputeArm: aws("AWSLambda", "Lambda-Provisioned-GB-Second-ARM"),
  httpApi: aws("AmazonApiGateway", "ApiGatewayHttpRequest", { times: MILLION }),
  restApi: aws("AmazonApiGateway", "ApiGatewayRequest", { times: MILLION }),
  metrics: aws("AmazonCloudWatch", "CW:MetricMonitorUsage"),
  ...account,
};

export const ecs: Queries = {
  vcpu: aws("AmazonECS", "Fargate-vCPU-Hours:perCPU"),
  memory: aws("AmazonECS", "Fargate-GB-Hours"),
  loadBalancer: aws("AWSELB", "LoadBalancerUsage", { operation: "LoadBalancing:Application" }),
  capacityUnits: aws("AWSELB", "LCUUsage", { operation: "LoadBalancing:Application" }),
  publicIpv4,
  endpoints: aws("AmazonVPC", "VpcEndpoint-Hours"),
  endpointData: aws("AmazonVPC", "VpcEndpoint-Bytes"),
  insights: aws("AmazonCloudWatch", "CW:MetricMonitorUsage"),
  ...account,
};

/** BoxUsage with this operation is Linux on demand on shared hardware. */
const linux = "RunInstances";

export const eks: Queries = {
  controlPlane: aws("AmazonEKS", "AmazonEKS-Hours:perCluster"),
  t3: aws("AmazonEC2", "BoxUsage:t3.medium", { operation: linux, times: 1 / 4 }),
  m7i: aws("AmazonEC2", "BoxUsage:m7i.large", { operation: linux, times: 1 / 2 }),
  credits: aws("AmazonEC2", "CPUCredits:t3"),
  disks: aws("AmazonEC2", "EBS:VolumeUsage.gp3"),
  publicIpv4,
  loadBalancer: aws("AWSELB", "LoadBalancerUsage", { operation: "LoadBalancing:Network" }),
  capacityUnits: aws("AWSELB", "LCUUsage", { operation: "LoadBalancing:Network" }),
  clusterLogs: account.logIngestion,
  imageStorage: account.imageStorage,
  egress: account.egress,
};
