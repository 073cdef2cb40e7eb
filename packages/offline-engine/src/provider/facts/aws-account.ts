// Identity, logs, images, storage and keys.
import { textOf } from "@modelport/sdk-schema/wire";
import { fill, MOMENT } from "./making.ts";
import type { FactsTable } from "./type-facts.ts";

const global = "arn:aws:iam::{account}";

const iam: FactsTable = {
  "aws:iam/role:Role": {
    longestName: 64,
    replaceOn: ["path"],
    // DeleteConflict: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
    neededBy: ["aws:iam/rolePolicy:RolePolicy"],
    outputs: { arn: `${global}:role{path|/}{name}`, uniqueId: "AROA{AZ:16}", createDate: MOMENT },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    longestName: 128,
    uniqueWithin: ["role"],
    replaceOn: ["role"],
    id: "{role}:{name}",
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { replaceOn: "*", id: "{role}/{policyArn}" },
  "aws:iam/policy:Policy": {
    replaceOn: ["path", "description"],
    id: `${global}:policy{path|/}{name}`,
    outputs: { arn: "{id}", policyId: "ANPA{AZ:16}", attachmentCount: () => 0 },
    neededBy: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
  },
  "aws:iam/instanceProfile:InstanceProfile": { outputs: { arn: `${global}:instance-profile{path|/}{name}` } },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    replaceOn: ["url"],
    id: (making) => fill(`${global}:oidc-provider/`, making) + textOf(making.inputs["url"]).replace("https://", ""),
    outputs: { arn: "{id}" },
  },
};

const observability: FactsTable = {
  "aws:cloudwatch/logGroup:LogGroup": {
    replaceOn: ["logGroupClass"],
    protection: { input: "deletionProtectionEnabled", byDefault: false },
    outputs: { arn: "arn:aws:logs:{region}:{account}:log-group:{name}" },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { outputs: { arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{name}" } },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    nameInput: "alarmName",
    outputs: { arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{alarmName}" },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    nameInput: "dashboardName",
    outputs: { dashboardArn: "arn:aws:cloudwatch::{account}:dashboard/{dashboardName}" },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": { uniqueWithin: ["logGroupName"], replaceOn: ["logGroupName"] },
  "aws:sns/topic:Topic": { id: "arn:aws:sns:{region}:{account}:{name}", outputs: { arn: "{id}", owner: "{account}" } },
  "aws:sqs/queue:Queue": {
    id: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    outputs: { arn: "arn:aws:sqs:{region}:{account}:{name}", url: "{id}" },
  },
};

const images: FactsTable = {
  "aws:ecr/repository:Repository": {
    replaceOn: ["encryptionConfigurations"],
    outputs: {
      arn: "arn:aws:ecr:{region}:{account}:repository/{name}",
      registryId: "{account}",
      repositoryUrl: "{registry}/{account}.dkr.ecr.{region}/{name}",
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    // One to a repository, and without an Update: ecr/lifecycle_policy.go; the old one goes first: DeleteBeforeReplace in resources.go.
    nameInput: "repository",
    replaceOn: "*",
    id: "{repository}",
    outputs: { registryId: "{account}" },
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    replaceOn: ["repository"],
    id: "{repository}",
    outputs: { registryId: "{account}" },
  },
};

const storage: FactsTable = {
  "aws:s3/bucket:Bucket": {
    nameInput: "bucket",
    replaceOn: ["bucketPrefix"],
    outputs: {
      arn: "arn:aws:s3:::{name}",
      bucketDomainName: "{name}.s3.amazonaws.com",
      bucketRegionalDomainName: "{name}.s3.{region}.amazonaws.com",
      bucketRegion: "{region}",
      hostedZoneId: "Z3AQBSTGFYJSTF",
    },
    neededBy: ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"],
  },
  "aws:s3/bucketObject:BucketObject": {
    nameInput: "key",
    autoNames: false,
    uniqueWithin: ["bucket"],
    replaceOn: ["bucket"],
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    nameInput: "key",
    autoNames: false,
    uniqueWithin: ["bucket"],
    replaceOn: ["bucket"],
  },
  "aws:kms/key:Key": {
    id: "{hex:8}-{hex:4}-4000-8000-{hex:12}",
    outputs: { arn: "arn:aws:kms:{region}:{account}:key/{id}", keyId: "{id}" },
  },
  "aws:kms/alias:Alias": { outputs: { arn: "arn:aws:kms:{region}:{account}:{name}" } },
  "aws:secretsmanager/secret:Secret": {
    id: "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{b36:6}",
    outputs: { arn: "{id}" },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    replaceOn: "*",
    id: "{secretId}|{hex:32}",
    outputs: { arn: "{secretId}", versionId: "{hex:32}", versionStages: () => ["AWSCURRENT"] },
  },
  "aws:ssm/parameter:Parameter": {
    replaceOn: ["type"],
    outputs: {
      arn: (making) =>
        fill("arn:aws:ssm:{region}:{account}:parameter", making) + `/${making.name}`.replace(/^\/+/, "/"),
      version: () => 1,
    },
  },
  "aws:acm/certificate:Certificate": {
    replaceOn: ["domainName"],
    id: "arn:aws:acm:{region}:{account}:certificate/{hex:8}-{hex:4}-4000-8000-{hex:12}",
    outputs: { arn: "{id}", status: "ISSUED" },
  },
  "aws:route53/record:Record": { id: "{zoneId}_{name}_{type}", uniqueWithin: ["zoneId", "type"], autoNames: false },
  "aws:dynamodb/table:Table": { outputs: { arn: "arn:aws:dynamodb:{region}:{account}:table/{name}" } },
};

export const awsAccount: FactsTable = { ...iam, ...observability, ...images, ...storage };
