// What every pod of a program must have, as its template declares it.
import { inputAt, isMembers, listOf, membersOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

type Members = Readonly<Record<string, unknown>>;

export const POD_TYPES = ["Deployment", "StatefulSet", "DaemonSet"].map((kind) => `kubernetes:apps/v1:${kind}`);

const POD = "spec.template.spec";

/** The containers of the resource's pods, each with its path. */
export function containersOf(
  resource: DeclaredResource,
): readonly { readonly path: string; readonly container: Members }[] {
  return listOf(inputAt(resource, `${POD}.containers`))
    .filter(isMembers)
    .map((container, index) => ({ path: `${POD}.containers[${index}]`, container }));
}

/** The member of a container at `path`, such as `resources.requests.cpu`. */
export const within = (container: Members, path: string): unknown => inputAt({ inputs: container }, path);

/** One requirement: where the value is, what it must be, in words and as a test, and what happens otherwise. */
interface Requirement {
  readonly path: string;
  readonly must: string;
  readonly isMet: (value: unknown) => boolean;
}

const is =
  (expected: unknown) =>
  (value: unknown): boolean =>
    value === expected;

const isSet = (value: unknown) => value !== undefined && value !== null && value !== "";

function faultsIn(
  resource: DeclaredResource,
  requirements: readonly Requirement[],
  container?: { path: string; container: Members },
) {
  return requirements
    .map((requirement) => ({
      ...requirement,
      value:
        container === undefined ? inputAt(resource, requirement.path) : within(container.container, requirement.path),
      where: container === undefined ? requirement.path : `${container.path}.${requirement.path}`,
    }))
    .filter(({ value, isMet }) => !isMet(value))
    .map(({ where, value, must }) => `${called(resource)}: ${where} is ${shown(value)}, but must ${must}.`);
}

const isPositive = (value: unknown) => typeof value === "number" && value > 0;

/** Pod Security's level restricted, and a root file system that nothing can write to. */
const POD_SECURITY: readonly Requirement[] = [
  { path: `${POD}.securityContext.runAsNonRoot`, must: "be true", isMet: is(true) },
  {
    path: `${POD}.securityContext.runAsUser`,
    must: "be a number above 0, because the kubelet cannot tell whether a user's name is root",
    isMet: isPositive,
  },
  { path: `${POD}.securityContext.seccompProfile.type`, must: "be RuntimeDefault", isMet: is("RuntimeDefault") },
  ...["hostNetwork", "hostPID", "hostIPC"].map((name) => ({
    path: `${POD}.${name}`,
    must: "be left out, because the pod would share the node's",
    isMet: (value: unknown) => value !== true,
  })),
];
const CONTAINER_SECURITY: readonly Requirement[] = [
  { path: "securityContext.privileged", must: "be left out", isMet: (value) => value !== true },
  { path: "securityContext.runAsUser", must: "be left out or above 0", isMet: (value) => value !== 0 },
  { path: "securityContext.allowPrivilegeEscalation", must: "be false", isMet: is(false) },
  {
    path: "securityContext.readOnlyRootFilesystem",
    must: "be true: give it an emptyDir where it writes",
    isMet: is(true),
  },
  {
    path: "securityContext.capabilities.drop",
    must: 'be ["ALL"]',
    isMet: (value) => listOf(value).includes("ALL"),
  },
];

export const podsRestricted = {
  name: "pods-restricted",
  title: "no pod has rights on its node, and none can write to its own files",
  types: POD_TYPES,
  check: (resource) => [
    ...faultsIn(resource, POD_SECURITY),
    ...containersOf(resource).flatMap((each) => faultsIn(resource, CONTAINER_SECURITY, each)),
    ...membersOf(resource)
      .filter(({ key }) => key === "hostPath")
      .map(({ path }) => `${called(resource)}: ${path} mounts files of the node, but must be left out.`),
  ],
} as const satisfies Policy;

export const podsWithoutToken = {
  name: "pods-without-token",
  title: "no pod has a token for the cluster's API, which a model never calls",
  types: POD_TYPES,
  check: (resource) =>
    faultsIn(resource, [{ path: `${POD}.automountServiceAccountToken`, must: "be false", isMet: is(false) }]),
} as const satisfies Policy;

const RESOURCES: readonly Requirement[] = [
  {
    path: "resources.requests.cpu",
    must: "be stated, because the autoscaler's target is a share of it",
    isMet: isSet,
  },
  { path: "resources.requests.memory", must: "be stated, or a node takes more pods than fit", isMet: isSet },
  { path: "resources.limits.memory", must: "be stated, or one pod can take the node's memory", isMet: isSet },
];

export const podsSized = {
  name: "pods-sized",
  title: "every container reserves processors and memory, and has a limit of memory",
  types: POD_TYPES,
  check: (resource) => containersOf(resource).flatMap((each) => faultsIn(resource, RESOURCES, each)),
} as const satisfies Policy;

const PROBES: readonly Requirement[] = [
  {
    path: "startupProbe",
    must: "be declared, or the liveness probe restarts a pod that is still loading its model",
    isMet: isMembers,
  },
  {
    path: "readinessProbe.httpGet.path",
    must: "be /ready, which fails until the model is loaded and while the pod drains",
    isMet: is("/ready"),
  },
  {
    path: "livenessProbe.httpGet.path",
    must: "be /health: a pod that drains is not ready, and must not be restarted for it",
    isMet: is("/health"),
  },
];

export const podsProbed = {
  name: "pods-probed",
  title: "readiness is /ready, liveness is /health, and a startup probe gives the model time to load",
  types: POD_TYPES,
  check: (resource) => containersOf(resource).flatMap((each) => faultsIn(resource, PROBES, each)),
} as const satisfies Policy;
