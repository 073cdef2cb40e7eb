// Objects of Kubernetes in clusters that the program declares.
import { textOf } from "@modelport/sdk-schema/wire";
import { describe, expect, test } from "vitest";
import { InProcessStack } from "./in-process.ts";
import { existingClusterHost } from "./provider/clusters.ts";
import { standIn } from "./provider/stand-in.testing.ts";

const urn = (type: string, name: string) => `urn:pulumi:eks::shop::${type}::${name}`;
const PROVIDER = urn("pulumi:providers:kubernetes", "eks-kubernetes");
const CLUSTERS = {
  aws: {
    type: "aws:eks/cluster:Cluster",
    inputs: {
      name: "eks",
      roleArn: "arn:aws:iam::123456789012:role/eks",
      vpcConfig: { subnetIds: ["subnet-a", "subnet-b"] },
    },
  },
  google: {
    type: "gcp:container/cluster:Cluster",
    inputs: { name: "gke", location: "us-central1", enableAutopilot: true },
  },
} as const;

const kubeconfig = (server: string) =>
  JSON.stringify({
    "current-context": "it",
    contexts: [{ name: "it", context: { cluster: "it", user: "it" } }],
    clusters: [{ name: "it", cluster: { server } }],
  });

interface Up {
  readonly cluster?: keyof typeof CLUSTERS;
  /** Default: that of the cluster. */
  readonly server?: string;
  /** Of the Service; without it there is none. */
  readonly spec?: object;
  readonly replaceOnChanges?: readonly string[];
}

async function up(stack: InProcessStack, { cluster, server, spec, replaceOnChanges = [] }: Up) {
  stack.begin();
  let endpoint = server ?? "";
  if (cluster !== undefined) {
    const { type, inputs } = CLUSTERS[cluster];
    const { outputs } = await stack.register({ urn: urn(type, cluster), type, inputs });
    endpoint = server ?? `https://${textOf(outputs["endpoint"]).replace("https://", "")}`;
  }
  const provider = { urn: PROVIDER, type: "pulumi:providers:kubernetes", inputs: { kubeconfig: kubeconfig(endpoint) } };
  await stack.register(provider);
  const type = "kubernetes:core/v1:Service";
  const metadata = { name: "api", namespace: "shop" };
  const inputs = { apiVersion: "v1", kind: "Service", metadata, spec };
  const service =
    spec && (await stack.register({ urn: urn(type, "service"), type, inputs, provider: PROVIDER, replaceOnChanges }));
  const steps = await stack.finish();
  return { status: service?.outputs["status"], steps: steps.map(({ op, name }) => `${op} ${name}`) };
}

const balancer = { type: "LoadBalancer" };

test.each([
  [
    "aws",
    {
      hostname: expect.stringMatching(
        /^k8s-shop-api-[0-9a-f]{10}-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$/,
      ) as string,
    },
  ],
  ["google", { ip: "203.0.113.30" }],
] as const)("a load balancer of %s has the address that its cloud gives", async (cluster, address) => {
  const { status } = await up(new InProcessStack(), { cluster, spec: balancer });
  expect(status).toEqual({ loadBalancer: { ingress: [address] } });
});

test("a cluster that existed before is reached", async () => {
  const server = `https://${existingClusterHost("aws", "shared")}`;
  const stack = new InProcessStack();
  await up(stack, { server, spec: balancer });
  expect((await up(stack, { server, spec: balancer })).steps).toEqual([]);
});

test("a second up changes nothing, and another cluster replaces every object", async () => {
  const stack = new InProcessStack();
  await up(stack, { cluster: "aws", spec: balancer });
  expect((await up(stack, { cluster: "aws", spec: balancer })).steps).toEqual([]);
  const server = `https://${existingClusterHost("google", "shared")}`;
  const { steps } = await up(stack, { cluster: "aws", server, spec: balancer });
  expect(steps).toEqual(["replace eks-kubernetes", "replace service"]);
});

describe("the class of a load balancer", () => {
  const other = { ...balancer, loadBalancerClass: "eks.amazonaws.com/nlb" };

  test("stays", async () => {
    const stack = new InProcessStack();
    await up(stack, { cluster: "aws", spec: balancer });
    await expect(up(stack, { cluster: "aws", spec: other })).rejects.toThrow(
      'Service "api" is invalid: spec.loadBalancerClass: Invalid value: "eks.amazonaws.com/nlb": may not change once set',
    );
  });

  test("is another one in a new Service", async () => {
    const stack = new InProcessStack();
    await up(stack, { cluster: "aws", spec: balancer });
    const replaceOnChanges = ["spec.loadBalancerClass"];
    expect((await up(stack, { cluster: "aws", spec: other, replaceOnChanges })).steps).toEqual(["replace service"]);
  });
});

test("in Auto Mode a load balancer gets no tags of a Service", async () => {
  const annotations = { "service.beta.kubernetes.io/aws-load-balancer-additional-resource-tags": "team=risk" };
  const service = (loadBalancerClass?: string) =>
    standIn("kubernetes").make("kubernetes:core/v1:Service", "service", {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "api", namespace: "shop", annotations },
      spec: { ...balancer, ...(loadBalancerClass !== undefined && { loadBalancerClass }) },
    });
  await expect(service("eks.amazonaws.com/nlb")).rejects.toThrow(
    "resource shop/api was successfully created, but the Kubernetes API server reported that it failed to fully initialize",
  );
  await expect(service()).resolves.toBeDefined();
});

describe("a cluster that is not there", () => {
  const gone = "https://gone.example";
  const service = urn("kubernetes:core/v1:Service", "service");
  const inputs = { apiVersion: "v1", kind: "Service", metadata: { name: "api", namespace: "shop" }, spec: balancer };
  const remedy =
    "If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the " +
    'PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';
  const providerNamed = (name: string) => {
    const { provider } = standIn("kubernetes");
    provider.configure({ kubeconfig: kubeconfig(gone) }, name);
    return provider;
  };

  test("is unreachable in the provider's words, also for a deletion", async () => {
    const provider = providerNamed("eks-kubernetes");
    await expect(provider.create(service, inputs, false)).rejects.toThrow(
      `configured Kubernetes cluster is unreachable: unable to load schema information from the API server: Get "${gone}/openapi/v2?timeout=32s": dial tcp: lookup gone.example: no such host`,
    );
    await expect(provider.read(service, "shop/api", inputs)).rejects.toThrow(
      `failed to read resource state due to unreachable cluster. ${remedy}`,
    );
    await expect(provider.delete(service, "shop/api", inputs)).rejects.toThrow(
      `configured Kubernetes cluster is unreachable. ${remedy}`,
    );
  });

  test("may be the user's own, which no program declares", async () => {
    await expect(providerNamed("default_4_34_2").create(service, inputs, false)).resolves.toMatchObject({
      id: "shop/api",
    });
  });

  test("can be previewed", async () => {
    await expect(providerNamed("eks-kubernetes").create(service, inputs, true)).resolves.toMatchObject({ id: "" });
  });
});

test("what the cluster rewrites is a difference at every up, and after a refresh too", async () => {
  const { make, diff, provider, cloud, urn: urnOf } = standIn("kubernetes");
  const type = "kubernetes:core/v1:ConfigMap";
  const given = { metadata: { name: "a", namespace: "shop", labels: { team: "risk" } }, data: { one: "1" } };
  const made = await make(type, "settings", given);
  const [stored = expect.fail("nothing was made")] = cloud.all();
  const outputs = { ...stored.outputs, data: { one: "2", added: "3" } };
  cloud.put({ ...stored, outputs });
  expect(await diff(type, "settings", { ...made, outputs }, given)).toEqual(["replace data.one"]);
  const read = await provider.read(urnOf(type, "settings"), made.id, outputs);
  expect(read?.inputs["data"]).toEqual({ one: "2" });
});
