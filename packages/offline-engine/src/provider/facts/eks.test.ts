import { describe, expect, test } from "vitest";
import { type Changes, eksStack, SUBNETS, TYPES } from "./eks-stack.testing.ts";

const on = { enabled: true };
const off = { enabled: false };
const auto = (compute: object, balancing: object, storage: object) => ({
  computeConfig: compute,
  kubernetesNetworkConfig: { elasticLoadBalancing: balancing },
  storageConfig: { blockStorage: storage },
});
const WHOLE = "must all be set to either true or false";
const AUTO_MODE = ["ClusterPolicy", "ComputePolicy", "BlockStoragePolicy", "LoadBalancingPolicy", "NetworkingPolicy"];

describe("a cluster", () => {
  test("is made, and a second `up` changes nothing", async () => {
    const { make, diff, inputs } = await eksStack();
    const given = inputs.cluster({
      ...auto(off, off, off),
      enabledClusterLogTypes: ["audit", "api"],
      upgradePolicy: { supportType: "STANDARD" },
    });
    const made = await make(TYPES.cluster, "cluster", given);
    expect(made.id).toBe("api");
    const reordered = {
      ...given,
      enabledClusterLogTypes: ["api", "audit"],
      vpcConfig: { subnetIds: SUBNETS.toReversed() },
    };
    expect(await diff(TYPES.cluster, "cluster", made, reordered)).toEqual([]);
  });

  test.each<[Changes, string]>([
    [auto(on, on, off), WHOLE],
    [auto(on, on, {}), WHOLE],
    [{ computeConfig: on }, WHOLE],
    [
      { ...auto(on, on, on), bootstrapSelfManagedAddons: undefined },
      "bootstrapSelfManagedAddons must be set to false.",
    ],
    [
      auto({ enabled: true, nodeRoleArn: "arn:aws:iam::123456789012:role/x" }, on, on),
      "nodePool value(s) must be provided.",
    ],
    [{ version: "1.30" }, "InvalidParameterException: unsupported Kubernetes version"],
    [{ vpcConfig: { subnetIds: ["subnet-a"] } }, "Subnets specified must be in at least two different AZs"],
    [
      { vpcConfig: { subnetIds: SUBNETS, publicAccessCidrs: ["8.8.8.8/32", "203.0.113.0/24"] } },
      "The following CIDRs are not allowed in publicAccessCidrs: [203.0.113.0/24]",
    ],
    [
      { vpcConfig: { subnetIds: SUBNETS, publicAccessCidrs: ["93.184.216.34/24"] } },
      '"93.184.216.34/24" is not a valid CIDR block; did you mean "93.184.216.0/24"?',
    ],
    [
      { vpcConfig: { subnetIds: SUBNETS, endpointPrivateAccess: false, endpointPublicAccess: false } },
      "Private and public endpoint access cannot be false at the same time.",
    ],
  ])("with %j is refused", async (more, sentence) => {
    const { make, inputs } = await eksStack();
    await expect(make(TYPES.cluster, "cluster", inputs.cluster(more))).rejects.toThrow(sentence);
  });

  test("is refused in a zone where EKS has none", async () => {
    const { make, inputs } = await eksStack({}, { subnets: { "subnet-b": { zone: "e" } } });
    await expect(make(TYPES.cluster, "cluster", inputs.cluster())).rejects.toThrow(
      "UnsupportedAvailabilityZoneException: Cannot create cluster 'api' because us-east-1e, ",
    );
  });

  test("needs the rights of its role, those of Auto Mode included", async () => {
    const { make, inputs } = await eksStack({ cluster: [] });
    await expect(make(TYPES.cluster, "cluster", inputs.cluster())).rejects.toThrow("AmazonEKSClusterPolicy");
    const other = await eksStack();
    await expect(other.make(TYPES.cluster, "cluster", other.inputs.cluster(auto(on, on, on)))).rejects.toThrow(
      "AmazonEKSComputePolicy",
    );
    const whole = await eksStack({ cluster: AUTO_MODE.map((policy) => `AmazonEKS${policy}`) });
    await expect(whole.make(TYPES.cluster, "cluster", whole.inputs.cluster(auto(on, on, on)))).resolves.toBeDefined();
  });

  test("stays in its VPC and zones", async () => {
    const { make, change, inputs } = await eksStack();
    const made = await make(TYPES.cluster, "cluster", inputs.cluster());
    const to = (...subnetIds: string[]) =>
      change(TYPES.cluster, "cluster", made, inputs.cluster({ vpcConfig: { subnetIds } }));
    await expect(to("subnet-a", "subnet-c")).rejects.toThrow(
      "Provided subnets belong to the AZs 'us-east-1a,us-east-1c'. But they should belong to the exact set of AZs 'us-east-1a,us-east-1b'",
    );
    await expect(to("subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b")).rejects.toThrow("belong to the VPC");
    await expect(to("subnet-1", "subnet-2")).resolves.toBeDefined();
  });

  test("is upgraded by one version, and never back", async () => {
    const { make, change, inputs } = await eksStack();
    const made = await make(TYPES.cluster, "cluster", inputs.cluster({ version: "1.34" }));
    const to = (version: string) => change(TYPES.cluster, "cluster", made, inputs.cluster({ version }));
    await expect(to("1.36")).rejects.toThrow("Unsupported Kubernetes minor version update from 1.34 to 1.36");
    await expect(to("1.33")).rejects.toThrow("Unsupported Kubernetes minor version update from 1.34 to 1.33");
    await expect(to("1.35")).resolves.toBeDefined();
  });

  test.each<[string, Changes, Changes, readonly string[]]>([
    [
      "gets a key in place",
      {},
      { encryptionConfig: { provider: { keyArn: "k" }, resources: ["secrets"] } },
      ["add encryptionConfig"],
    ],
    [
      "is replaced without it",
      { encryptionConfig: { provider: { keyArn: "k" }, resources: ["secrets"] } },
      {},
      ["replace encryptionConfig"],
    ],
    ["is replaced with another role", {}, { roleArn: "arn:aws:iam::123456789012:role/other" }, ["replace roleArn"]],
    ["keeps its version if none is given", {}, { version: undefined }, []],
  ])("%s", async (_title, before, after, changes) => {
    const { make, diff, inputs } = await eksStack();
    const made = await make(TYPES.cluster, "cluster", inputs.cluster(before));
    expect(await diff(TYPES.cluster, "cluster", made, inputs.cluster(after))).toEqual(changes);
  });

  test("is not deleted while it has nodes, and is with its add-ons", async () => {
    const { make, remove, inputs, ready } = await eksStack();
    const { cluster } = await ready();
    const nodes = await make(TYPES.nodes, "nodes", inputs.nodes());
    await expect(remove(TYPES.cluster, "cluster", cluster)).rejects.toThrow(
      `while ${TYPES.nodes} ${nodes.id} needs it`,
    );
    await remove(TYPES.nodes, "nodes", nodes);
    await expect(remove(TYPES.cluster, "cluster", cluster)).resolves.toBeUndefined();
  });

  test("that logs has made its log group, if nothing did before", async () => {
    const { make, inputs } = await eksStack();
    await make(TYPES.cluster, "cluster", inputs.cluster({ enabledClusterLogTypes: ["audit"] }));
    await expect(make(TYPES.logGroup, "logs", { name: "/aws/eks/api/cluster" })).rejects.toThrow(
      "ResourceAlreadyExistsException",
    );
  });
});

describe("nodes", () => {
  test("join, and another type of them takes over before they end", async () => {
    const { make, diff, inputs, ready } = await eksStack();
    await ready();
    const made = await make(TYPES.nodes, "nodes", inputs.nodes());
    expect(made.id).toMatch(/^api:nodes-[0-9a-f]{7}$/);
    expect(await diff(TYPES.nodes, "nodes", made, inputs.nodes({ subnetIds: SUBNETS.toReversed() }))).toEqual([]);
    expect(await diff(TYPES.nodes, "nodes", made, inputs.nodes({ instanceTypes: ["m7i.large"] }))).toEqual([
      "replace instanceTypes[0]",
    ]);
  });

  test.each<[Changes, string]>([
    [{ clusterName: "other" }, "ResourceNotFoundException: No cluster found for name: other."],
    [
      { scalingConfig: { desiredSize: 2, minSize: 3, maxSize: 3 } },
      "Minimum capacity 3 can't be greater than desired size 2",
    ],
    [
      { scalingConfig: { desiredSize: 4, minSize: 3, maxSize: 3 } },
      "desired capacity 4 can't be greater than max size 3",
    ],
    [
      { launchTemplate: { id: "lt-1", version: "1" }, diskSize: 40 },
      "Disk size must be specified within the launch template.",
    ],
    [{ subnetIds: ["subnet-a1"] }, "does not automatically assign public IP addresses to instances launched into it."],
    [{ subnetIds: ["subnet-a2"] }, "NodeCreationFailure: Instances failed to join the kubernetes cluster."],
  ])("with %j are refused", async (more, sentence) => {
    const subnets = { "subnet-a1": { mapsPublicIps: false }, "subnet-a2": { route: "none" } } as const;
    const { make, inputs, ready } = await eksStack({}, { subnets });
    await ready();
    await expect(make(TYPES.nodes, "nodes", inputs.nodes(more))).rejects.toThrow(sentence);
  });

  test("have no more vCPUs than a new account may start", async () => {
    const { make, inputs, ready } = await eksStack({}, "new");
    await ready();
    const two = { scalingConfig: { desiredSize: 2, minSize: 2, maxSize: 2 } };
    await expect(make(TYPES.nodes, "nodes", inputs.nodes())).rejects.toThrow("VcpuLimitExceeded");
    await expect(make(TYPES.nodes, "nodes", inputs.nodes({ ...two, instanceTypes: ["m7i.xlarge"] }))).rejects.toThrow(
      "current vCPU limit of 5 allows",
    );
    await expect(make(TYPES.nodes, "nodes", inputs.nodes(two))).resolves.toBeDefined();
  });

  test("do not find the API in a VPC without names", async () => {
    const { make, inputs, ready } = await eksStack({}, { dnsHostnames: false });
    await ready();
    await expect(make(TYPES.nodes, "nodes", inputs.nodes())).rejects.toThrow("Instances failed to join");
  });

  test.each([
    ["to join", { nodes: ["AmazonEC2ContainerRegistryPullOnly"] }, "Instances failed to join"],
    ["to pull images", { nodes: ["AmazonEKSWorkerNodePolicy"] }, "Instances failed to join"],
    ["to connect pods", { cni: [] }, "Unhealthy nodes in the kubernetes cluster."],
  ])("need rights %s", async (_what, rights, sentence) => {
    const { make, inputs, ready } = await eksStack(rights);
    await ready();
    await expect(make(TYPES.nodes, "nodes", inputs.nodes())).rejects.toThrow(sentence);
  });

  test("are not ready without a network plugin, which may have the rights of the node", async () => {
    const rights = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"];
    const { make, inputs } = await eksStack({ nodes: rights });
    await make(TYPES.cluster, "cluster", inputs.cluster());
    await expect(make(TYPES.nodes, "nodes", inputs.nodes())).rejects.toThrow(
      "Unhealthy nodes in the kubernetes cluster.",
    );
    await make(TYPES.addOn, "proxy", inputs.addOn("kube-proxy"));
    await make(TYPES.addOn, "cni", inputs.addOn("vpc-cni"));
    await expect(make(TYPES.nodes, "nodes", inputs.nodes())).resolves.toBeDefined();
  });
});

describe("add-ons", () => {
  test("that are Deployments need nodes", async () => {
    const { make, inputs, ready } = await eksStack();
    await ready();
    const coredns = () => make(TYPES.addOn, "coredns", inputs.addOn("coredns"));
    await expect(coredns()).rejects.toThrow("waiting for EKS Add-On (api:coredns) create: timeout while waiting");
    await make(TYPES.nodes, "nodes", inputs.nodes());
    await expect(coredns()).resolves.toBeDefined();
  });

  test("are there once", async () => {
    const { make, inputs, ready } = await eksStack();
    await ready();
    await expect(make(TYPES.addOn, "again", inputs.addOn("vpc-cni"))).rejects.toThrow("exists already");
  });

  test("need a role that trusts pods", async () => {
    const { make, inputs, arns } = await eksStack();
    await make(TYPES.cluster, "cluster", inputs.cluster());
    const podIdentityAssociations = [{ serviceAccount: "aws-node", roleArn: arns["nodes"] }];
    await expect(make(TYPES.addOn, "cni", inputs.addOn("vpc-cni", { podIdentityAssociations }))).rejects.toThrow(
      "must allow pods.eks.amazonaws.com to call sts:AssumeRole and sts:TagSession",
    );
  });

  test("for the network end after the nodes", async () => {
    const { make, remove, inputs, ready } = await eksStack();
    const { cni } = await ready();
    const nodes = await make(TYPES.nodes, "nodes", inputs.nodes());
    await expect(remove(TYPES.addOn, "cni", cni)).rejects.toThrow("network interfaces of api:nodes-");
    await remove(TYPES.nodes, "nodes", nodes);
    await expect(remove(TYPES.addOn, "cni", cni)).resolves.toBeUndefined();
  });
});

describe("access", () => {
  const PLATFORM = "arn:aws:iam::123456789012:role/platform";
  const admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
  const policy = { clusterName: "api", principalArn: PLATFORM, policyArn: admin, accessScope: { type: "cluster" } };

  test.each([
    ["arn:aws:iam::123456789012:root", "The principalArn parameter format is not valid"],
    ["*", "The principalArn parameter format is not valid"],
    [
      "arn:aws:iam::123456789012:user/offline",
      "The specified access entry resource is already in use on this cluster.",
    ],
  ])("is not for %s", async (principalArn, sentence) => {
    const { make, ready } = await eksStack();
    await ready();
    await expect(make(TYPES.entry, "entry", { clusterName: "api", principalArn })).rejects.toThrow(sentence);
  });

  test("by a policy needs an entry", async () => {
    const { make, ready } = await eksStack();
    await ready();
    await expect(make(TYPES.policy, "policy", policy)).rejects.toThrow("associated with an access entry");
    await make(TYPES.entry, "entry", { clusterName: "api", principalArn: PLATFORM });
    await expect(make(TYPES.policy, "policy", policy)).resolves.toBeDefined();
  });

  test("by entries needs a cluster that has them", async () => {
    const { make, ready } = await eksStack();
    await ready({ accessConfig: { authenticationMode: "CONFIG_MAP" } });
    await expect(make(TYPES.entry, "entry", { clusterName: "api", principalArn: PLATFORM })).rejects.toThrow(
      "authentication mode must be set to one of [API, API_AND_CONFIG_MAP]",
    );
  });
});

test("each change of a launch template but one of its tags is another version", async () => {
  const { make, change } = await eksStack();
  const given = { name: "nodes", imageId: "ami-1", updateDefaultVersion: true };
  const made = await make(TYPES.template, "nodes", given);
  expect(made.outputs["latestVersion"]).toBe(1);
  const tagged = await change(TYPES.template, "nodes", made, { ...given, tags: { team: "risk" } });
  expect(tagged.outputs["latestVersion"]).toBe(1);
  const changed = await change(TYPES.template, "nodes", tagged, { ...given, imageId: "ami-2" });
  expect([changed.outputs["latestVersion"], changed.outputs["defaultVersion"]]).toEqual([2, 2]);
});
