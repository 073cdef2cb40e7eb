import { apisEnabled } from "./apis.ts";
import { imagesByDigest, zipsByDigest } from "./bytes.ts";
import { cloudRunSizes } from "./container-sizes.ts";
import { corsForPages } from "./cors.ts";
import { deletable } from "./deletion.ts";
import { dataClosed, endpointClosed } from "./exposure.ts";
import { containersConfined, deploymentsRollBack, fargateSizes, leftToAws } from "./fargate.ts";
import { accessEntriesNamed, clusterApisNarrow, clustersInSupport, nodeRolesNarrow, nodesHardened } from "./eks.ts";
import { functionUrlsAnswer } from "./function-urls.ts";
import { gkePolicies } from "./gke.ts";
import { kubernetesPolicies } from "./kubernetes.ts";
import { actionsByName, managedPoliciesNarrow, resourcesByName, taskRolesEmpty } from "./least-privilege-aws.ts";
import { loadBalancersHardened, targetGroupsFit } from "./load-balancers.ts";
import { kubernetesRolesNarrow, ownIdentity, rolesNarrow } from "./identities.ts";
import { noNat, portsNarrow } from "./network.ts";
import { owned } from "./ownership.ts";
import { namesFit } from "./physical-names.ts";
import { registriesImmutable } from "./registries.ts";
import { bucketsExpire, logsExpire } from "./retention.ts";
import { encrypted, noPlainSecrets } from "./secrets.ts";

/** Every rule about single resources. */
export const policies = [
  owned,
  namesFit,
  imagesByDigest,
  zipsByDigest,
  logsExpire,
  bucketsExpire,
  endpointClosed,
  functionUrlsAnswer,
  corsForPages,
  dataClosed,
  actionsByName,
  resourcesByName,
  managedPoliciesNarrow,
  rolesNarrow,
  kubernetesRolesNarrow,
  ownIdentity,
  encrypted,
  noPlainSecrets,
  deletable,
  cloudRunSizes,
  apisEnabled,
  fargateSizes,
  containersConfined,
  deploymentsRollBack,
  leftToAws,
  targetGroupsFit,
  loadBalancersHardened,
  portsNarrow,
  noNat,
  taskRolesEmpty,
  registriesImmutable,
  clusterApisNarrow,
  clustersInSupport,
  accessEntriesNamed,
  nodeRolesNarrow,
  nodesHardened,
  ...kubernetesPolicies,
  ...gkePolicies,
] as const;

export { deletionRules } from "./deletion.ts";
export { environmentsOf, inputAt, isMembers, membersOf, shown } from "./inputs.ts";
export { givenName, namesFit } from "./physical-names.ts";
export { breaches, called } from "./policy.ts";
export type { DeclaredResource, Graph, Policy } from "./policy.ts";
