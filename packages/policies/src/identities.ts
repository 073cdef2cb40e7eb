// Identities on Google Cloud and in a cluster: each workload has its own account, with no role wider than its work.
import { inputAt, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

const basicRole = /^roles\/(owner|editor|viewer|browser)$/;
const wideScope = /^gcp:(projects|folder|organizations)\/iam/i;
const authoritative = /IAM(Policy|Binding)$|Iam(Policy|Binding)$/;

export const rolesNarrow = {
  name: "roles-narrow",
  title: "no identity is an owner, editor, viewer or administrator, and no other identity loses a role",
  types: ["gcp:"],
  check: (resource) => {
    const role = inputAt(resource, "role");
    const isProjectWide = wideScope.test(resource.type);
    return [
      ...(typeof role === "string" && (basicRole.test(role) || (isProjectWide && /admin$/i.test(role)))
        ? [
            `${called(resource)}: role is ${shown(role)}, but must be a predefined role for this work only, ` +
              "granted on one resource if possible: choose the narrowest of cloud.google.com/iam/docs/roles-permissions.",
          ]
        : []),
      ...(isProjectWide && authoritative.test(resource.type)
        ? [
            `${called(resource)}: it replaces what others were granted in the project: ` +
              "declare an IAMMember, which adds one member and leaves the others alone.",
          ]
        : []),
    ];
  },
} as const satisfies Policy;

/** The inputs of a type that name the accounts its code is built and runs as. */
const accounts: Readonly<Record<string, readonly string[]>> = {
  "gcp:cloudrunv2/service:Service": ["template.serviceAccount"],
  "gcp:cloudrunv2/job:Job": ["template.template.serviceAccount"],
  "gcp:cloudfunctionsv2/function:Function": ["buildConfig.serviceAccount", "serviceConfig.serviceAccountEmail"],
  "gcp:container/nodePool:NodePool": ["nodeConfig.serviceAccount"],
};

const CLUSTER = "gcp:container/cluster:Cluster";

export const ownIdentity = {
  name: "own-identity",
  title: "what runs has its own account, never the platform's default",
  types: [...Object.keys(accounts), CLUSTER, "kubernetes:apps/", "kubernetes:batch/"],
  check: (resource) => {
    const one = nodesAccount(resource) ?? podAccount(resource.type);
    const properties = accounts[resource.type] ?? (one === undefined ? [] : [one]);
    return properties.flatMap((property) => {
      const account = inputAt(resource, property);
      const isOwn =
        typeof account === "string" && account !== "default" && !/-compute@developer\.|@appspot\./.test(account);
      if (isOwn) return [];
      return [
        `${called(resource)}: ${property} is ${shown(account)}, but must be an account that the program declares, ` +
          "because the default one may do far more than serve: declare one and give it the roles that it needs.",
      ];
    });
  },
} as const satisfies Policy;

/** The nodes that Autopilot makes, or those of the pool that a Standard cluster begins with. */
function nodesAccount(resource: DeclaredResource): string | undefined {
  if (resource.type !== CLUSTER) return undefined;
  return inputAt(resource, "enableAutopilot") === true
    ? "clusterAutoscaling.autoProvisioningDefaults.serviceAccount"
    : "nodeConfig.serviceAccount";
}

function podAccount(type: string): string | undefined {
  if (/^kubernetes:apps\/v1:(Deployment|StatefulSet|DaemonSet)$/.test(type))
    return "spec.template.spec.serviceAccountName";
  if (type === "kubernetes:batch/v1:Job") return "spec.template.spec.serviceAccountName";
  return type === "kubernetes:batch/v1:CronJob" ? "spec.jobTemplate.spec.template.spec.serviceAccountName" : undefined;
}

export const kubernetesRolesNarrow = {
  name: "kubernetes-roles-narrow",
  title: "no role in a cluster allows everything, and nobody is its administrator",
  types: ["kubernetes:rbac.authorization.k8s.io/"],
  check: (resource) => [
    ...listOf(resource.inputs["rules"]).flatMap((rule, index) =>
      (["verbs", "resources", "apiGroups"] as const)
        .filter((key) => listOf((rule as Readonly<Record<string, unknown>>)[key]).includes("*"))
        .map(
          (key) => `${called(resource)}: rules[${index}].${key} has "*", but must name each: list those that are used.`,
        ),
    ),
    ...(/^(cluster-admin|admin|edit)$/.test(String(inputAt(resource, "roleRef.name")))
      ? [
          `${called(resource)}: roleRef.name is ${shown(inputAt(resource, "roleRef.name"))}, but must be a role that the ` +
            "program declares: declare one with the verbs and resources that are used.",
        ]
      : []),
  ],
} as const satisfies Policy;
