// What a cloud would return for a resource: its inputs, and plausible values for what only the cloud can know.
import type { DeclaredResource } from "@modelport/policies";
import type { TargetSuite } from "./check.ts";

const ACCOUNT = "123456789012";

type Members = Readonly<Record<string, unknown>>;
type Configuration = Readonly<Record<string, string>>;

/** The state of `resource` after an `up`, `id` included. */
export function stateOf(resource: DeclaredResource, suite: Pick<TargetSuite, "computed" | "config">): Members {
  const { type, inputs } = resource;
  const cloud = type.startsWith("aws:") ? amazon : type.startsWith("gcp:") ? google : kubernetes;
  const own = suite.computed?.[type]?.(resource) ?? {};
  return {
    id: `${resource.name}-id`,
    ...cloud(resource, suite.config ?? {}),
    ...inputs,
    ...metadataOf(resource),
    ...imageReference(resource),
    ...own,
  };
}

/** The program's own resource of every target that deploys an image. */
function imageReference({ type, inputs: { repository, digest } }: DeclaredResource): Members {
  return type.endsWith(":Image") ? { reference: `${String(repository)}@${String(digest)}` } : {};
}

/** The name that the cloud has for it: an input, or the logical name and seven hex digits. */
function physicalName({ name, inputs }: DeclaredResource): string {
  const given = ["name", "bucket", "repositoryId", "accountId"]
    .map((key) => inputs[key])
    .find((value) => value !== undefined);
  return typeof given === "string" ? given : `${name}-1a2b3c4`;
}

function amazon(resource: DeclaredResource, config: Configuration): Members {
  const region = config["aws:region"] ?? "us-east-1";
  const [, service = "", kind = ""] = /^aws:(\w+)\/(\w+):/.exec(resource.type) ?? [];
  const name = physicalName(resource);
  const place = service === "iam" ? `:${ACCOUNT}` : service === "s3" ? ":" : `${region}:${ACCOUNT}`;
  const arn = `arn:aws:${service}:${place}:${service === "s3" ? name : `${kind}/${name}`}`;
  return {
    id: name,
    name,
    arn,
    arnSuffix: `${kind}/${name}/1a2b3c4`,
    qualifiedArn: `${arn}:1`,
    invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
    version: "1",
    functionUrl: `https://${name.toLowerCase()}.lambda-url.${region}.on.aws/`,
    repositoryUrl: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${name}`,
    registryId: ACCOUNT,
    dnsName: `${name}-1a2b3c4.${region}.elb.amazonaws.com`,
    endpoint: `https://${name}.${region}.amazonaws.com`,
    apiEndpoint: `https://${name}.execute-api.${region}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${region}:${ACCOUNT}:${name}`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  };
}

function google(resource: DeclaredResource, config: Configuration): Members {
  const project = config["gcp:project"] ?? "example-project";
  const region = config["gcp:region"] ?? "us-central1";
  const name = physicalName(resource);
  const email = `${name}@${project}.iam.gserviceaccount.com`;
  return {
    id: `projects/${project}/locations/${region}/${name}`,
    name,
    project,
    location: region,
    selfLink: `https://www.googleapis.com/compute/v1/projects/${project}/${name}`,
    uri: `https://${name}-1a2b3c4-uc.a.run.app`,
    urls: [`https://${name}-1a2b3c4-uc.a.run.app`],
    email,
    member: `serviceAccount:${email}`,
    uniqueId: "112233445566778899",
    registryUri: `${region}-docker.pkg.dev/${project}/${name}`,
    endpoint: "203.0.113.10",
  };
}

function kubernetes({ name }: DeclaredResource): Members {
  return { id: `default/${name}` };
}

/** Kubernetes' objects carry what the API server adds in their metadata. */
function metadataOf(resource: DeclaredResource): Members {
  if (!resource.type.startsWith("kubernetes:")) return {};
  const own = resource.inputs["metadata"];
  const given = typeof own === "object" && own !== null ? own : {};
  return { metadata: { namespace: "default", name: `${resource.name}-1a2b3c4`, uid: "0f0e0d0c", ...given } };
}
