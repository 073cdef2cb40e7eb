// What somebody might do to this target by accident, and the check that finds it.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [
  {
    title: "deletionProtection is left to Google, whose default is true",
    file: "deployment/cluster.ts",
    find: "      deletionProtection,\n",
    replace: "      ...(deletionProtection && { deletionProtection }),\n",
    check: "deletable",
    sentence:
      "gcp:container/cluster:Cluster `gke-cluster`: deletionProtection is not set, but must be false, otherwise `pulumi destroy` is refused.",
  },
  {
    title: "a public endpoint, open to the world",
    file: "deployment/access.ts",
    find: 'ipEndpointsConfig: { enabled: controlPlane !== "dns" },',
    replace: "ipEndpointsConfig: { enabled: true },",
    and: [
      {
        file: "deployment/access.ts",
        find: 'enablePrivateEndpoint: controlPlane !== "public" },',
        replace: "enablePrivateEndpoint: false },",
      },
    ],
    check: "cluster-api-guarded",
    sentence:
      "gcp:container/cluster:Cluster `gke-cluster`: masterAuthorizedNetworksConfig.cidrBlocks is not set, but must name the addresses that need the public endpoint: list them, or disable IP endpoints and use the DNS name, which IAM guards.",
  },
  {
    title: "nodes that may edit the project",
    file: "deployment/node-account.ts",
    find: 'role: "roles/container.defaultNodeServiceAccount"',
    replace: 'role: "roles/editor"',
    check: "roles-narrow",
    sentence:
      'gcp:projects/iAMMember:IAMMember `gke-node-rights`: role is "roles/editor", but must be a predefined role for this work only, granted on one resource if possible: choose the narrowest of cloud.google.com/iam/docs/roles-permissions.',
  },
  {
    title: "Autopilot's nodes run as the project's default account",
    file: "deployment/cluster.ts",
    find: "    clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount: account.email, oauthScopes: SCOPES } },\n",
    replace:
      "    clusterAutoscaling: { autoProvisioningDefaults: { oauthScopes: account.email.apply(() => SCOPES) } },\n",
    check: "own-identity",
    sentence:
      "gcp:container/cluster:Cluster `gke-cluster`: clusterAutoscaling.autoProvisioningDefaults.serviceAccount is not set, but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.",
  },
  {
    title: "nodeConfig under Autopilot, which replaces the cluster at every up",
    file: "deployment/cluster.ts",
    find: "    enableAutopilot: true,\n",
    replace: "    enableAutopilot: true,\n    nodeConfig: { oauthScopes: SCOPES },\n",
    check: "autopilot-decides",
    sentence:
      'gcp:container/cluster:Cluster `gke-cluster`: nodeConfig is {"oauthScopes":["https://www.googleapis.com/auth/cloud-platform"]}, but must be left out under Autopilot, otherwise the cluster is refused, or replaced at the next `up`.',
  },
  {
    title: "an input that the provider refuses beside Autopilot",
    file: "deployment/cluster.ts",
    find: "    enableAutopilot: true,\n",
    replace: "    enableAutopilot: true,\n    addonsConfig: { networkPolicyConfig: { disabled: false } },\n",
    check: "clouds-take-it",
    sentence: [
      "defaults",
      "public",
      "a private control plane in a VPC",
      "a public control plane for one range",
      "behind Google's Ingress",
      "behind a gateway",
      "public, for pages",
      "protected",
      "a pod as small as Autopilot has",
      "everything else",
    ].map(
      (variant) =>
        `up (${variant}): failed to register new resource gke-cluster [gcp:container/cluster:Cluster]: "addons_config.0.network_policy_config": conflicts with enable_autopilot`,
    ),
  },
  {
    title: "pods that reserve less memory than Autopilot allows",
    file: "autopilot.ts",
    find: "requests: { ...requests, ...storage },",
    replace: 'requests: { ...requests, ...storage, memory: "128Mi" },',
    rebilled: true,
    check: "second-up-same",
    sentence:
      'kubernetes:apps/v1:Deployment `gke-deployment`: a second `up` updates it, because of spec.template.spec.containers[0].resources.requests.memory: declare it as the cloud gives it back, which is {"progressDeadlineSeconds":300,"revisionHistoryLimit":5,"selector":{"matchLabels":{"app.kubernetes.i....',
  },
  {
    title: "a limit alone does not decide what a pod reserves",
    file: "defaults.ts",
    find: ' || given["limitVcpus"] !== undefined;',
    replace: ";",
    check: "settings-alone",
    sentence:
      'settings.ts: with limitVcpus 0.05 alone it says "modelport:requestVcpus is 0.077, but modelport:limitVcpus is 0.05, and a pod cannot reserve more than it may use: set it with `npx pulumi config set modelport:requestVcpus 0.05 --stack gke`, or raise the other with `npx pulumi config set modelport:limitVcpus 0.077 --stack gke`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.limitVcpus of the suite why only the user can choose it.',
  },
  {
    title: "an autoscaler that asks for more pods than the pool can hold",
    file: "deployment/node-pool.ts",
    find: "maxNodeCount: maxNodesPerZone,",
    replace: "maxNodeCount: Math.min(1, maxNodesPerZone),",
    check: "pods-fit-pool",
    sentence:
      "gcp:container/nodePool:NodePool `gke-nodes`: autoscaling.maxNodeCount is 1, which is 6 vCPUs in all, but kubernetes:autoscaling/v2:HorizontalPodAutoscaler `gke-autoscaler` may ask for 40 pods with 10: pods beyond the nodes stay Pending.",
  },
  {
    title: "network policies that nothing enforces",
    file: "deployment/cluster.ts",
    find: 'datapathProvider: "ADVANCED_DATAPATH",',
    replace: 'datapathProvider: "LEGACY_DATAPATH",',
    check: "clusters-hardened",
    sentence:
      'gcp:container/cluster:Cluster `gke-cluster`: datapathProvider is "LEGACY_DATAPATH", but must be "ADVANCED_DATAPATH": nothing else enforces network policies.',
  },
  {
    title: "pods that can use the account of their node",
    file: "deployment/node-pool.ts",
    find: 'workloadMetadataConfig: { mode: "GKE_METADATA" },',
    replace: 'workloadMetadataConfig: { mode: "GCE_METADATA" },',
    check: "clusters-hardened",
    sentence:
      'gcp:container/nodePool:NodePool `gke-nodes`: nodeConfig.workloadMetadataConfig.mode is "GCE_METADATA", but must be "GKE_METADATA": otherwise every pod can use the account of its node.',
  },
  {
    title: "an API that nothing enables",
    file: "deployment/deployment.ts",
    find: '"compute", "container", "iam"]',
    replace: '"compute", "iam"]',
    check: "apis-enabled",
    sentence: [
      "gcp:container/cluster:Cluster `gke-cluster`: nothing enables the API container.googleapis.com: declare a gcp.projects.Service for it, with disableOnDestroy false.",
      "gcp:container/nodePool:NodePool `gke-nodes`: nothing enables the API container.googleapis.com: declare a gcp.projects.Service for it, with disableOnDestroy false.",
    ],
    redrawn: true,
  },
  {
    title: "an image by a tag that moves",
    file: "deployment/deployment.ts",
    find: "image: { reference: image.reference, digest",
    replace: "image: { reference: pulumi.interpolate`${repository.registryUri}/inference-api:latest`, digest",
    check: "images-by-digest",
    sentence:
      'kubernetes:apps/v1:Deployment `gke-deployment`: spec.template.spec.containers[0].image is "us-central1-docker.pkg.dev/example-project/example-api-gke/inference-api:latest", but must end in @sha256: and 64 hex digits, because a tag can move to another image: use the artifact\'s digest.',
  },
];
