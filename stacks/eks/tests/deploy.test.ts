// What the checks of every target cannot know: which input a setting becomes, and what the preflight says.
import type { RawSettings } from "@modelport/target-kit";
import { declare as declareTarget, describeInputs, type Surroundings } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import { shared } from "./samples.testing.ts";
import { PRIVATE_SUBNETS, suite } from "./suite.testing.ts";
import { eks } from "../target.ts";

const declare = (settings: RawSettings = {}, surroundings?: Surroundings) =>
  declareTarget(eks, suite, settings, surroundings);

const off = { enabled: false };
const on = { enabled: true };
const nlb = "service.beta.kubernetes.io/aws-load-balancer";

describeInputs(eks, suite, [
  [{}, { "cluster.name": "eks", "cluster.version": "1.36", "cluster.upgradePolicy": { supportType: "STANDARD" } }],
  [{ extendedSupport: true }, { "cluster.upgradePolicy": { supportType: "EXTENDED" } }],
  [{}, { "cluster.accessConfig.authenticationMode": "API", "cluster.bootstrapSelfManagedAddons": false }],
  [
    {},
    {
      "cluster.vpcConfig.endpointPrivateAccess": true,
      "cluster.vpcConfig.endpointPublicAccess": true,
      "cluster.vpcConfig.publicAccessCidrs": ["93.184.216.34/32"],
    },
  ],
  [{ apiPrivate: true, apiCidrs: undefined }, { "cluster.vpcConfig.endpointPublicAccess": false }],
  [{ apiOpen: true, apiCidrs: undefined }, { "cluster.vpcConfig.publicAccessCidrs": ["0.0.0.0/0"] }],
  [{}, { "logs.name": "/aws/eks/eks/cluster", "logs.retentionInDays": 30 }],
  [{}, { "cluster.enabledClusterLogTypes": ["audit", "authenticator"] }],
  [{}, { "cluster.computeConfig": off, "cluster.storageConfig": { blockStorage: off } }],
  [
    { autoMode: true },
    {
      "cluster.computeConfig.enabled": true,
      "cluster.kubernetesNetworkConfig": { elasticLoadBalancing: on },
      "cluster.storageConfig": { blockStorage: on },
    },
  ],
  [{}, { "nodes.instanceTypes": ["t3.medium"], "nodes.amiType": "AL2023_x86_64_STANDARD" }],
  [{}, { "deployment.spec.progressDeadlineSeconds": 120 }],
  [{ autoMode: true }, { "deployment.spec.progressDeadlineSeconds": 300 }],
  [{}, { "deployment.spec.template.spec.nodeSelector": { "kubernetes.io/arch": "amd64" } }],
  [shared, { "deployment.spec.template.spec.nodeSelector": { "kubernetes.io/arch": "amd64" } }],
  [{ nodes: 5 }, { "nodes.scalingConfig": { desiredSize: 5, minSize: 5, maxSize: 5 } }],
  [{}, { "node.metadataOptions.httpPutResponseHopLimit": 1, "node.metadataOptions.httpTokens": "required" }],
  [{}, { "vpc-cni.configurationValues": '{"enableNetworkPolicy":"true"}' }],
  [
    {},
    { "service.spec.type": "ClusterIP", "deployment.spec.template.spec.containers.0.imagePullPolicy": "IfNotPresent" },
  ],
  [{ public: true }, { "service.spec.type": "LoadBalancer", [`service.metadata.annotations.${nlb}-type`]: undefined }],
  [
    { allowedCidrs: ["203.0.113.0/24"] },
    { "service.spec.type": "LoadBalancer", "service.spec.loadBalancerSourceRanges": ["203.0.113.0/24"] },
  ],
  [{ autoMode: true, public: true }, { "service.spec.loadBalancerClass": "eks.amazonaws.com/nlb" }],
  [{ ...shared, public: true }, { "service.spec.loadBalancerClass": undefined }],
  [{ ...shared, cluster: "automatic", public: true }, { "service.spec.loadBalancerClass": "eks.amazonaws.com/nlb" }],
]);

const annotationsOf = async (settings: RawSettings) => {
  const { metadata } = (await declare(settings)).inputsOf("service") as { metadata: { annotations: object } };
  return metadata.annotations;
};

describe("the load balancer", () => {
  const threeSubnets = expect.stringMatching(/^subnet-\w+,subnet-\w+,subnet-\w+$/) as string;

  test("is a Network Load Balancer of the control plane's controller, in the zones of the nodes", async () => {
    expect(await annotationsOf({ public: true })).toEqual({
      [`${nlb}-type`]: "nlb",
      [`${nlb}-scheme`]: "internet-facing",
      [`${nlb}-subnets`]: threeSubnets,
      [`${nlb}-additional-resource-tags`]: "managed-by=modelport,modelport-stack=eks",
    });
  });

  test("faces the internet in an existing cluster too, whichever controller makes it", async () => {
    expect(await annotationsOf({ ...shared, public: true })).toEqual({
      [`${nlb}-type`]: "nlb",
      [`${nlb}-scheme`]: "internet-facing",
      [`${nlb}-additional-resource-tags`]: "managed-by=modelport,modelport-stack=eks",
    });
  });

  test("is one of Auto Mode, which may set no tags, in the cluster's subnets, which nobody has to tag", async () => {
    expect(await annotationsOf({ autoMode: true, public: true })).toEqual({
      [`${nlb}-scheme`]: "internet-facing",
      [`${nlb}-nlb-target-type`]: "ip",
      [`${nlb}-subnets`]: threeSubnets,
    });
  });

  const [privateA, privateB] = PRIVATE_SUBNETS;
  const nat = { route: "nat", hasOwnRouteTable: true } as const;
  const ofNodes = { [String(privateA)]: nat, [String(privateB)]: nat };
  const vpcId = "vpc-0a1b2c3d4e5f60710";
  const inZones = (subnets: Readonly<Record<string, object>>, settings: RawSettings) =>
    declareTarget(eks, { ...suite, account: { subnets } }, { subnetIds: PRIVATE_SUBNETS, ...settings });

  test.each([{}, { autoMode: true }])("is in public subnets of the zones of private nodes (%j)", async (settings) => {
    const subnets = { ...ofNodes, "subnet-aa": { vpcId, zone: "a" }, "subnet-bb": { vpcId, zone: "b" } };
    const { inputsOf } = await inZones(
      { ...subnets, "subnet-cc": { vpcId, zone: "c" } },
      { public: true, ...settings },
    );
    expect(inputsOf("service")).toMatchObject({
      metadata: { annotations: { [`${nlb}-subnets`]: "subnet-aa,subnet-bb" } },
    });
  });

  test("is refused where a zone has no public subnet", async () => {
    const subnets = { ...ofNodes, "subnet-aa": { vpcId, zone: "a" } };
    await expect(inZones(subnets, { allowedCidrs: ["203.0.113.0/24"] })).rejects.toThrow(
      `The load balancer of the endpoint faces the internet, but no subnet of ${vpcId} in us-east-1b routes to an internet gateway: `,
    );
    await expect(inZones(subnets, {})).resolves.toBeDefined();
  });
});

describe("the kubeconfig", () => {
  const kubeconfigOf = async (config: Readonly<Record<string, string>> = {}) => {
    const { inputsOf } = await declare({}, { config: { ...suite.config, ...config } });
    return JSON.parse(String(inputsOf("kubernetes")["kubeconfig"])) as {
      users: readonly { user: { exec: { command: string; args: readonly string[] } } }[];
    };
  };

  test("gets a token when it is used, and has none", async () => {
    const config = await kubeconfigOf();
    expect(config.users.map(({ user }) => user)).toEqual([
      {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", "eks", "--region", "us-east-1", "--output", "json"],
          interactiveMode: "Never",
        },
      },
    ]);
  });

  test("takes the profile that deploys", async () => {
    const [user] = (await kubeconfigOf({ "aws:profile": "prod" })).users;
    expect(user?.user.exec.args.slice(-2)).toEqual(["--profile", "prod"]);
  });
});

test("callers and `modelport verify` reach a private Service through kubectl", async () => {
  const { outputs } = await declare();
  expect(outputs["url"]).toBe("http://example-api.example-api.svc");
  expect(outputs["auth"]).toBe(
    "kubectl-port-forward:example-api/example-api?context=eks&credentials=aws+eks+update-kubeconfig+--region+us-east-1+--name+eks+--alias+eks",
  );
});

test.each([
  [{ public: true }, "none"],
  [{ allowedCidrs: ["203.0.113.0/24"] }, "address-ranges:203.0.113.0/24"],
])("with %j auth is %s", async (settings, auth) => {
  const { outputs } = await declare(settings);
  expect(outputs["auth"]).toBe(auth);
  expect(outputs["url"]).toBe("http://k8s-example.elb.us-east-1.amazonaws.com");
});

test("an existing cluster is used as it is", async () => {
  const { resources, outputs } = await declare(shared);
  expect(resources.filter(({ type }) => type.startsWith("aws:eks/"))).toEqual([]);
  expect(outputs["cluster"]).toBe("shared");
});

describe("the preflight", () => {
  const refused = (settings: RawSettings, account: object = {}) =>
    declareTarget(eks, { ...suite, account: { ...(suite.account as object), ...account } }, settings).then(
      () => "taken",
      (error: unknown) => (error as Error).message,
    );

  test("says that nobody may call the API", async () => {
    expect(await refused({ apiCidrs: undefined })).toBe(
      "Nothing says who may call the cluster's Kubernetes API, and this machine must: name its address range with " +
        "`npx pulumi config set --path 'modelport:apiCidrs[0]' '<address>/32' --type string --stack eks` " +
        "(https://checkip.amazonaws.com shows that of this machine), or keep the API inside of the VPC, where `up` must then run, with " +
        "`npx pulumi config set modelport:apiPrivate true --stack eks`.",
    );
  });

  test("says that who creates the cluster is its administrator already", async () => {
    expect(await refused({ adminArns: ["arn:aws:iam::123456789012:user/offline"] })).toBe(
      "modelport:adminArns has arn:aws:iam::123456789012:user/offline, which creates the cluster and is therefore its administrator, " +
        "and EKS refuses a second entry: remove it with `npx pulumi config rm modelport:adminArns --stack eks`.",
    );
  });

  test.each([
    ["aws:assumeRoles", '[{"roleArn":"arn:aws:iam::123456789012:role/deploy"}]'],
    ["aws:accessKey", "AKIDEXAMPLE"],
  ])("says that %s creates a cluster whose API the shell cannot call", async (key, value) => {
    const config = { ...suite.config, [key]: value };
    await expect(declare({}, { config })).rejects.toThrow(
      `${key} in the stack's settings: that account creates the cluster and administers it, but \`up\` calls its API with the ` +
        "credentials of the shell. Name the shell's user or role with ",
    );
    await expect(declare({ adminArns: ["arn:aws:iam::123456789012:user/ci"] }, { config })).resolves.toBeDefined();
  });

  test("says that a new account may not start three nodes", async () => {
    expect(await refused({}, { standardVcpus: 5 })).toBe(
      "3 nodes of t3.medium have 6 vCPUs, but this account may run 5 on EC2 in its region: start fewer with " +
        "`npx pulumi config set modelport:nodes 2 --stack eks`, or request a higher quota at " +
        "https://console.aws.amazon.com/servicequotas/home/services/ec2/quotas/L-1216C47A.",
    );
    expect(await refused({ nodes: 2 }, { standardVcpus: 5 })).toBe("taken");
    expect(await refused({ autoMode: true }, { standardVcpus: 5 })).toBe("taken");
  });

  test("says that a key is in another region", async () => {
    const secretsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
    expect(await refused({ secretsKeyArn })).toBe(
      `modelport:secretsKeyArn is "${secretsKeyArn}", but aws:region is us-east-1, and EKS takes keys of the cluster's region only: ` +
        "name one of us-east-1, or deploy there with `npx pulumi config set aws:region eu-west-1 --stack eks`.",
    );
  });

  test("says that a VPC has no names", async () => {
    expect(await refused({}, { dnsHostnames: false })).toMatch(
      /^The VPC vpc-\w+ gives no DNS names, without which nodes do not find the cluster's API: let it with `aws ec2 modify-vpc-attribute --vpc-id vpc-\w+ --enable-dns-hostnames`\.$/,
    );
  });

  test("says that a cluster is not there", async () => {
    expect(await refused({ ...shared, cluster: "gone" }, { clusters: { gone: null } })).toContain(
      'modelport:cluster is "gone", but AWS shows no such cluster in us-east-1 (',
    );
  });

  test("says that a cluster is not active", async () => {
    expect(await refused(shared, { clusters: { shared: { status: "UPDATING" } } })).toBe(
      "The cluster shared is UPDATING, and takes no objects before it is ACTIVE: wait with `aws eks wait cluster-active --name shared --region us-east-1`.",
    );
  });

  test.each([
    [{ subnetIds: ["subnet-a"] }, "A cluster needs subnets in two zones, but its subnets are subnet-a (us-east-1a): "],
    [{ subnetIds: ["subnet-e1", "subnet-a"] }, "is in us-east-1e (use1-az3), where EKS makes no cluster: "],
    [
      { subnetIds: ["subnet-a1", "subnet-b"] },
      "gives its instances no public addresses, so that nodes could not join the cluster: ",
    ],
    [{ subnetIds: ["subnet-c1", "subnet-b"] }, "but everything is deployed into "],
  ])("refuses the network of %j", async (settings, sentence) => {
    const subnets = {
      "subnet-e1": { zone: "e" },
      "subnet-a1": { mapsPublicIps: false },
      "subnet-c1": { vpcId: "vpc-0123" },
    };
    expect(await refused(settings, { subnets })).toContain(sentence);
  });

  test.each([
    [
      { autoMode: true },
      {},
      "modelport:autoMode is false, but the cluster eks is in Auto Mode, and switching that off would replace it with everything in it: " +
        "stay with `npx pulumi config set modelport:autoMode true --stack eks`, or deploy a second stack, move the callers, and destroy this one.",
    ],
    [
      { version: "1.36" },
      { kubernetesVersion: "1.35" },
      'modelport:kubernetesVersion is "1.35", but the cluster eks runs 1.36, and EKS never goes back: ' +
        "set it with `npx pulumi config set modelport:kubernetesVersion 1.36 --stack eks`.",
    ],
    [
      { version: "1.34" },
      {},
      'modelport:kubernetesVersion is "1.36", but the cluster eks runs 1.34, and EKS upgrades by one version at a time: ' +
        "set it with `npx pulumi config set modelport:kubernetesVersion 1.35 --stack eks`.",
    ],
    [{ version: "1.35" }, {}, "taken"],
    [
      { tags: { "modelport-secrets-key": "arn:aws:kms:us-east-1:123456789012:key/0a" } },
      {},
      "modelport:secretsKeyArn is missing, but the Secrets of the cluster eks are encrypted with " +
        "arn:aws:kms:us-east-1:123456789012:key/0a, and EKS never changes that: stay with " +
        "`npx pulumi config set modelport:secretsKeyArn arn:aws:kms:us-east-1:123456789012:key/0a --stack eks`, or deploy a second " +
        "stack, move the callers, and destroy this one.",
    ],
    [
      { tags: { "modelport-secrets-key": "arn:aws:kms:us-east-1:123456789012:key/0a" } },
      { secretsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/0a" },
      "taken",
    ],
    [{}, { secretsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/0a" }, "taken"],
  ])("of a cluster %j with %j", async (eksCluster, settings, sentence) => {
    expect(await refused(settings, { clusters: { eks: eksCluster } })).toBe(sentence);
  });

  test.each([
    [["subnet-a", "subnet-b", "subnet-c"], "taken"],
    [["subnet-1", "subnet-2", "subnet-3"], "taken"],
    [
      ["subnet-a", "subnet-b"],
      "The stack's subnets are in us-east-1a, us-east-1b, us-east-1c of vpc-DEFAULT, but the cluster eks is in us-east-1a, us-east-1b of " +
        "vpc-DEFAULT, and EKS keeps its VPC and zones: name subnets there with " +
        `\`npx pulumi config set modelport:subnetIds '["subnet-a","subnet-b"]' --stack eks\`, or deploy a second stack, move the callers, and destroy this one.`,
    ],
  ])("of a cluster in %j", async (subnetIds, sentence) => {
    const said = await refused({}, { clusters: { eks: { subnetIds } } });
    expect(said.replaceAll(/vpc-\w+/g, "vpc-DEFAULT")).toBe(sentence);
  });

  test("needs a default VPC, or subnets", async () => {
    expect(await refused({}, { defaultVpc: false })).toContain(
      "This account has no default VPC in us-east-1: name subnets in two zones with ",
    );
  });
});
