// Mistakes that somebody might make in this target, and the check that finds each.
import type { Mistake } from "@modelport/target-suite";

export const mistakes: readonly Mistake[] = [
  {
    title: "everyone may call the Kubernetes API",
    file: "deployment/cluster.ts",
    find: "publicAccessCidrs: apiPrivate || apiOpen ? EVERYWHERE : apiCidrs,",
    replace: "publicAccessCidrs: (void apiOpen, [...apiCidrs, ...EVERYWHERE]),",
    check: "cluster-apis-narrow",
    sentence:
      'aws:eks/cluster:Cluster `eks-cluster`: vpcConfig.publicAccessCidrs is ["93.184.216.34/32","0.0.0.0/0"], but must be the addresses that need the API: name them, or set endpointPublicAccess to false.',
  },
  {
    title: "a cluster drifts into extended support",
    file: "deployment/cluster.ts",
    find: 'settings.extendedSupport ? "EXTENDED" : "STANDARD"',
    replace: '"EXTENDED"',
    rebilled: true,
    check: "clusters-in-support",
    sentence:
      'aws:eks/cluster:Cluster `eks-cluster`: upgradePolicy.supportType is "EXTENDED", but must be "STANDARD": the default of EKS bills extended support without asking.',
  },
  {
    title: "a whole account administers the cluster",
    file: "deployment/access.ts",
    find: "principalArn, type:",
    replace: 'principalArn: principalArn.replace(/:(user|role)\\/.+$/, ":root"), type:',
    check: "access-entries-named",
    sentence:
      'aws:eks/accessEntry:AccessEntry `eks-admin-e680b0ff`: principalArn is "arn:aws:iam::123456789012:root", but must be the ARN of one user or role: an account or a wildcard would be everyone in it.',
  },
  {
    title: "nodes, and every pod on them, may do anything",
    file: "deployment/roles.ts",
    find: '"AmazonEC2ContainerRegistryPullOnly",',
    replace: '"AmazonEC2ContainerRegistryPullOnly", "AdministratorAccess",',
    check: "managed-policies-narrow",
    redrawn: true,
    sentence:
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment `eks-node-role-AdministratorAccess`: policyArn names AdministratorAccess, but only AmazonEC2ContainerRegistryPullOnly, AmazonEKSBlockStoragePolicy, AmazonEKSClusterPolicy, AmazonEKSComputePolicy, AmazonEKSLoadBalancingPolicy, AmazonEKSNetworkingPolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEKSWorkerNodePolicy, AmazonEKS_CNI_Policy, service-role/AmazonEBSCSIDriverPolicy have no narrower equivalent: declare a policy with the actions that are needed.",
  },
  {
    title: "nodes may change network interfaces, which is for the network plugin alone",
    file: "deployment/roles.ts",
    find: '"AmazonEC2ContainerRegistryPullOnly",',
    replace: '"AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy",',
    check: "node-roles-narrow",
    redrawn: true,
    sentence:
      'aws:iam/rolePolicyAttachment:RolePolicyAttachment `eks-node-role-AmazonEKS_CNI_Policy`: it gives the role of nodes "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy", but must be one of AmazonEKSWorkerNodePolicy, AmazonEKSWorkerNodeMinimalPolicy, AmazonEC2ContainerRegistryPullOnly: give it to the pods that need it, by pod identity.',
  },
  {
    title: "pods reach the metadata of their node, and with it the node's role",
    file: "deployment/nodes.ts",
    find: "httpPutResponseHopLimit: 1",
    replace: "httpPutResponseHopLimit: 2",
    check: "nodes-hardened",
    sentence:
      "aws:ec2/launchTemplate:LaunchTemplate `eks-node`: metadataOptions.httpPutResponseHopLimit is 2, but must be 1, or pods take the role of the node.",
  },
  {
    title: "the version is one that EKS does not have",
    file: "versions.ts",
    find: '"1.36": {',
    replace: '"1.37": {',
    check: "clouds-take-it",
    sentence: [
      "up (defaults): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: InvalidParameterException: unsupported Kubernetes version",
      "up (public): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: InvalidParameterException: unsupported Kubernetes version",
      "up (for two ranges): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: InvalidParameterException: unsupported Kubernetes version",
      "up (a private API in given subnets, with administrators): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: InvalidParameterException: unsupported Kubernetes version",
      "up (an open API): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: InvalidParameterException: unsupported Kubernetes version",
      "up (behind an Ingress): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: InvalidParameterException: unsupported Kubernetes version",
      "up (everything else): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: InvalidParameterException: unsupported Kubernetes version",
    ],
  },
  {
    title: "Auto Mode has two of its three parts",
    file: "deployment/cluster.ts",
    find: "storageConfig: { blockStorage: { enabled } },",
    replace: "storageConfig: { blockStorage: { enabled: false } },",
    check: "clouds-take-it",
    sentence:
      "up (in Auto Mode, public, on an older version, with a key): failed to register new resource eks-cluster [aws:eks/cluster:Cluster]: compute_config.enabled, kubernetes_networking_config.elastic_load_balancing.enabled, and storage_config.block_storage.enabled must all be set to either true or false",
  },
  {
    title: "a load balancer of Auto Mode has tags, which its role may not set",
    file: "deployment/load-balancer.ts",
    find: '? { [`${PREFIX}-nlb-target-type`]: "ip" }',
    replace: '? { [`${PREFIX}-nlb-target-type`]: "ip", [`${PREFIX}-additional-resource-tags`]: listOf(tags) }',
    check: "clouds-take-it",
    sentence: [
      "up (in Auto Mode, public, on an older version, with a key): failed to register new resource eks-service [kubernetes:core/v1:Service]: resource example-api/example-api was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: Service was not allocated an IP address; does your cloud provider support this? (AccessDenied: the role of the cluster is not authorized to perform elasticloadbalancing:AddTags)",
      "up (in an existing cluster with Auto Mode, for one range): failed to register new resource eks-service [kubernetes:core/v1:Service]: resource example-api/example-api was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: Service was not allocated an IP address; does your cloud provider support this? (AccessDenied: the role of the cluster is not authorized to perform elasticloadbalancing:AddTags)",
    ],
  },
  {
    title: "nodes have no network plugin, so that they never become ready",
    file: "deployment/own-cluster.ts",
    find: "const after = addOns.beforeNodes();",
    replace: "const after: readonly pulumi.Resource[] = [];",
    check: "clouds-take-it",
    redrawn: true,
    sentence: [
      "up (defaults): failed to register new resource eks-nodes [aws:eks/nodeGroup:NodeGroup]: waiting for EKS Node Group (eks:eks-nodes-c5c81d5) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
      "up (public): failed to register new resource eks-nodes [aws:eks/nodeGroup:NodeGroup]: waiting for EKS Node Group (eks:eks-nodes-c5c81d5) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
      "up (for two ranges): failed to register new resource eks-nodes [aws:eks/nodeGroup:NodeGroup]: waiting for EKS Node Group (eks:eks-nodes-c5c81d5) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
      "up (a private API in given subnets, with administrators): failed to register new resource eks-nodes [aws:eks/nodeGroup:NodeGroup]: waiting for EKS Node Group (eks:eks-nodes-c5c81d5) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
      "up (an open API): failed to register new resource eks-nodes [aws:eks/nodeGroup:NodeGroup]: waiting for EKS Node Group (eks:eks-nodes-c5c81d5) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
      "up (behind an Ingress): failed to register new resource eks-nodes [aws:eks/nodeGroup:NodeGroup]: waiting for EKS Node Group (eks:eks-nodes-c5c81d5) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
      "up (everything else): failed to register new resource eks-nodes [aws:eks/nodeGroup:NodeGroup]: waiting for EKS Node Group (eks:eks-nodes-c5c81d5) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
    ],
  },
  {
    title: "the logs of the control plane are kept forever",
    file: "deployment/cluster.ts",
    find: "name: `/aws/eks/${name}/cluster`, retentionInDays: settings.logRetentionDays, tags",
    replace: "name: `/aws/eks/${name}/cluster`, tags",
    check: "logs-expire",
    sentence:
      "aws:cloudwatch/logGroup:LogGroup `eks-logs`: retentionInDays is not set, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653: otherwise the logs are kept, and billed, forever.",
  },
  {
    title: "the image is named by a tag, which moves",
    file: "deployment/deployment.ts",
    find: "reference: this.imageReference,",
    replace: 'reference: this.imageReference.apply((reference) => reference.replace(/@.*/, ":latest")),',
    check: "images-by-digest",
    sentence:
      'kubernetes:apps/v1:Deployment `eks-deployment`: spec.template.spec.containers[0].image is "123456789012.dkr.ecr.us-east-1.amazonaws.com/eks-images-1a2b3c4:latest", but must end in @sha256: and 64 hex digits, because a tag can move to another image: use the artifact\'s digest.',
  },
  {
    title: "the cluster cannot be deleted",
    file: "deployment/cluster.ts",
    find: "deletionProtection: settings.deletionProtection,",
    replace: "deletionProtection: true,",
    check: "deletable",
    sentence:
      "aws:eks/cluster:Cluster `eks-cluster`: deletionProtection is true, but must be false, otherwise `pulumi destroy` is refused.",
  },
  {
    title: "more pods are asked for than the nodes hold",
    file: "defaults.ts",
    find: "nodes: Math.max(USUAL.nodes, needed)",
    replace: "nodes: USUAL.nodes",
    check: "settings-alone",
    sentence: [
      'settings.ts: with minReplicas 1000 alone it says "modelport:maxReplicas is 1000, which is 1250 pods of 0.25 vCPUs and 512 MiB while a rollout starts 250 beside them, but 3 nodes of t3.medium hold 15: add nodes with `npx pulumi config set modelport:nodes 250 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 12 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.minReplicas of the suite why only the user can choose it.',
      'settings.ts: with maxReplicas 1000 alone it says "modelport:maxReplicas is 1000, which is 1250 pods of 0.25 vCPUs and 512 MiB while a rollout starts 250 beside them, but 3 nodes of t3.medium hold 15: add nodes with `npx pulumi config set modelport:nodes 250 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 12 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.maxReplicas of the suite why only the user can choose it.',
      'settings.ts: with maxReplicas 20 alone it says "modelport:maxReplicas is 20, which is 25 pods of 0.25 vCPUs and 512 MiB while a rollout starts 5 beside them, but 3 nodes of t3.medium hold 15: add nodes with `npx pulumi config set modelport:nodes 5 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 12 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.maxReplicas of the suite why only the user can choose it.',
      'settings.ts: with requestVcpus 64 alone it says "modelport:maxReplicas is 10, which is 13 pods of 64 vCPUs and 512 MiB while a rollout starts 3 beside them, but 3 nodes of m7i.24xlarge hold 3: add nodes with `npx pulumi config set modelport:nodes 13 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 2 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.requestVcpus of the suite why only the user can choose it.',
      'settings.ts: with requestVcpus 0.4 alone it says "modelport:maxReplicas is 10, which is 13 pods of 0.4 vCPUs and 512 MiB while a rollout starts 3 beside them, but 3 nodes of t3.medium hold 9: add nodes with `npx pulumi config set modelport:nodes 5 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 7 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.requestVcpus of the suite why only the user can choose it.',
      'settings.ts: with requestVcpus 0.5 alone it says "modelport:maxReplicas is 10, which is 13 pods of 0.5 vCPUs and 512 MiB while a rollout starts 3 beside them, but 3 nodes of t3.medium hold 9: add nodes with `npx pulumi config set modelport:nodes 5 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 7 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.requestVcpus of the suite why only the user can choose it.',
      'settings.ts: with requestVcpus 2 alone it says "modelport:maxReplicas is 10, which is 13 pods of 2 vCPUs and 512 MiB while a rollout starts 3 beside them, but 3 nodes of m7i.xlarge hold 3: add nodes with `npx pulumi config set modelport:nodes 13 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 2 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.requestVcpus of the suite why only the user can choose it.',
      'settings.ts: with requestMemoryMiB 65536 alone it says "modelport:maxReplicas is 10, which is 13 pods of 0.25 vCPUs and 65536 MiB while a rollout starts 3 beside them, but 3 nodes of m7i.8xlarge hold 3: add nodes with `npx pulumi config set modelport:nodes 13 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 2 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.requestMemoryMiB of the suite why only the user can choose it.',
      'settings.ts: with requestMemoryMiB 768 alone it says "modelport:maxReplicas is 10, which is 13 pods of 0.25 vCPUs and 768 MiB while a rollout starts 3 beside them, but 3 nodes of t3.medium hold 9: add nodes with `npx pulumi config set modelport:nodes 5 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 7 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.requestMemoryMiB of the suite why only the user can choose it.',
      'settings.ts: with requestMemoryMiB 4096 alone it says "modelport:maxReplicas is 10, which is 13 pods of 0.25 vCPUs and 4096 MiB while a rollout starts 3 beside them, but 3 nodes of t3.large hold 3: add nodes with `npx pulumi config set modelport:nodes 13 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 2 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.requestMemoryMiB of the suite why only the user can choose it.',
      'settings.ts: with nodeType "t3.small" alone it says "modelport:maxReplicas is 10, which is 13 pods of 0.25 vCPUs and 512 MiB while a rollout starts 3 beside them, but 3 nodes of t3.small hold 6: add nodes with `npx pulumi config set modelport:nodes 7 --stack eks`, or ask for fewer pods with `npx pulumi config set modelport:maxReplicas 4 --stack eks`.", but nothing else is set: give the other setting a default that fits in defaultsFor, or say as decidedTogether.nodeType of the suite why only the user can choose it.',
    ],
  },
  {
    title: "a private endpoint claims to demand nothing",
    file: "deploy.ts",
    find: 'return { kind: "kubectl-port-forward", namespace, service, ...access };',
    replace: 'return void [namespace, service, access] ?? { kind: "none" };',
    check: "auth-fits-public",
    sentence: [
      "deploy (defaults): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (a private API in given subnets, with administrators): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (an open API): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (in an existing cluster): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
      "deploy (everything else): auth is none, but modelport:public is not true: return as auth what the endpoint demands of a request.",
    ],
  },
  {
    title: "stack names may be longer than a role's name",
    file: "deployment/preflight.ts",
    find: "const LONGEST_STACK = 43;",
    replace: "const LONGEST_STACK = 63;",
    check: "long-stack-names",
    sentence: [
      "aws:iam/role:Role `eks-pr-0123456789012345678901234567890123456789-cluster-role`: its name is derived from the logical one and has 68 characters, but may have 64: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
      "aws:iam/role:Role `eks-pr-0123456789012345678901234567890123456789-node-role`: its name is derived from the logical one and has 65 characters, but may have 64: shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
    ],
  },
];
