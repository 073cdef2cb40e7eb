// Who may call a cluster's API. Files are in github.com/hashicorp/terraform-provider-aws, internal/service/eks.
import { membersOf, textOf } from "@modelport/sdk-schema/wire";
import type { BehaviorTable, Refusal } from "./behavior.ts";
import { declaredAs, declaredOf } from "./declared.ts";
import { ACCESS_ENTRY, ACCESS_POLICY, CLUSTER } from "./eks.ts";
import { inCluster } from "./eks-nodes.ts";
import type { Making } from "./making.ts";

const accessOf = (making: Making) =>
  membersOf(declaredAs(making, CLUSTER, making.inputs["clusterName"])?.inputs["accessConfig"]);

const entriesUsed: Refusal = {
  on: ["create"],
  says: (making) =>
    accessOf(making)["authenticationMode"] === "CONFIG_MAP"
      ? "InvalidRequestException: The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation."
      : undefined,
  source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
};

const principals: Refusal = {
  on: ["create"],
  says: (making) => {
    const principal = textOf(making.inputs["principalArn"]);
    if (!/^arn:aws[\w-]*:iam::\d{12}:(user|role)\/[\w+=,.@/-]+$/.test(principal))
      return "InvalidParameterException: The principalArn parameter format is not valid";
    const isCreator =
      accessOf(making)["bootstrapClusterCreatorAdminPermissions"] !== false &&
      principal === `arn:aws:iam::${making.world.accountId}:user/offline`;
    return isCreator
      ? "ResourceInUseException: The specified access entry resource is already in use on this cluster."
      : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html: the creator has an entry",
};

const ofEntry: Refusal = {
  on: ["create"],
  says: (making) => {
    const { clusterName, principalArn } = making.inputs;
    const entry = declaredOf(making, ACCESS_ENTRY).find(
      ({ inputs }) => inputs["clusterName"] === clusterName && inputs["principalArn"] === principalArn,
    );
    return entry === undefined
      ? `ResourceNotFoundException: The specified principalArn could not be found. You must specify a principalArn that is associated with an access entry: ${textOf(principalArn)}`
      : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html",
};

export const eksAccess: BehaviorTable = {
  [ACCESS_ENTRY]: { refusals: [inCluster, entriesUsed, principals] },
  [ACCESS_POLICY]: { refusals: [inCluster, ofEntry] },
};
