// For tests: what the program declares for given settings, under Pulumi's mocks.
import * as pulumi from "@pulumi/pulumi";
import { type Deploy, type DeployableArtifact, stackOutputs } from "@modelport/target-kit";
import type { CloudRunSettings } from "./settings.ts";
import { cloudrun } from "./target.ts";

const REVISIONS = "projects/example/locations/us-central1/services/example-api/revisions";

type Inputs = Readonly<Record<string, unknown>>;

export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}` as const;

const image: DeployableArtifact = {
  kind: "oci-image",
  platform: "linux-x64",
  digest: DIGEST,
  bytes: 108_000_000,
  unpackedBytes: 46_900_000,
  path: "apps/inference-api/dist/image-linux-x64.tar",
};

export interface Options {
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly artifact?: DeployableArtifact;
  readonly model?: string;
}

export interface Declared {
  readonly outputs: Inputs;
  /** The names of all resources that are no components, without the stack's, sorted. */
  readonly names: readonly string[];
  /** The inputs of one of them, by that name, without the engine's copy of a dynamic provider. */
  readonly inputsOf: (name: string) => Inputs | undefined;
  readonly urns: readonly string[];
}

export type Declare = (raw?: Inputs, options?: Options) => Promise<Declared>;

/** Deploys a stack (by default `cloudrun`) of the project `example` with settings as they stand in a stack file. */
export function declarer(deploy: Deploy<CloudRunSettings, pulumi.Input<string>>): Declare {
  return (raw = {}, options = {}) => declare(deploy, raw, options);
}

async function declare(
  deploy: Deploy<CloudRunSettings, pulumi.Input<string>>,
  raw: Inputs,
  options: Options,
): Promise<Declared> {
  const { stack = "cloudrun", config = { "gcp:project": "example" }, artifact = image, model = "example" } = options;
  const resources: pulumi.runtime.MockResourceArgs[] = [];
  pulumi.runtime.setAllConfig({ ...config });
  const newResource = (resource: pulumi.runtime.MockResourceArgs) => {
    if (resource.custom === true) resources.push(resource);
    return { id: `${resource.name}-id`, state: stateOf(resource) };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "modelport", stack);
  const environment = /^[a-z]+-(.+)$/.exec(stack)?.[1];
  const shipped = { name: model, version: "1.0.0", onnxSha256: "0", example: { age: 35 } };
  const deployed = await deploy({
    stack,
    name: stack,
    ...(environment === undefined ? {} : { environment }),
    settings: cloudrun.parseSettings(raw) as CloudRunSettings,
    model: shipped,
    artifact: () => artifact,
  });
  const outputs = await settled(
    stackOutputs({ target: "cloudrun", model: shipped }, deployed, (value, make) => pulumi.output(value).apply(make)),
  );
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  const plainInputs = ({ inputs }: pulumi.runtime.MockResourceArgs) => {
    const { __provider, ...others } = inputs as Inputs;
    return others;
  };
  return {
    outputs,
    names: resources.map(({ name }) => name.slice(stack.length + 1)).toSorted(),
    inputsOf: (name) => resources.filter((resource) => resource.name === `${stack}-${name}`).map(plainInputs)[0],
    urns: resources.map(({ type, name }) => `${type}::${name}`),
  };
}

/** What Google, and the push, add to the inputs. */
function stateOf({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Inputs {
  const { repositoryId, accountId, repository, digest } = inputs as Readonly<Record<string, string>>;
  return {
    name: `${name}-1a2b3c4`,
    registryUri: `us-central1-docker.pkg.dev/example/${repositoryId}`,
    email: `${accountId}@example.iam.gserviceaccount.com`,
    uri: "https://example-api-1a2b3c4-uc.a.run.app",
    ...(type === "gcp:cloudrun/domainMapping:DomainMapping" && {
      statuses: [{ resourceRecords: [{ name: "api", type: "CNAME", rrdata: "ghs.googlehosted.com." }] }],
    }),
    ...(type === "gcp:cloudrunv2/service:Service" && {
      latestCreatedRevision: `${REVISIONS}/example-api-00001-abc`,
      latestReadyRevision: `${REVISIONS}/example-api-00001-abc`,
    }),
    ...inputs,
    ...(type.endsWith(":Image") && { reference: `${repository}@${digest}` }),
  };
}

function settled(outputs: Readonly<Record<string, pulumi.Input<string>>>): Promise<Inputs> {
  return new Promise((resolve) => {
    pulumi.all(outputs).apply((values) => resolve(values));
  });
}
