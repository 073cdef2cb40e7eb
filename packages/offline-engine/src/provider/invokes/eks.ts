// Clusters of EKS as the data sources of the AWS provider report them: internal/service/eks/cluster_data_source.go.
import { existingClusterHost } from "../clusters.ts";
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { Answers, Asked } from "./answer.ts";
import { regionOf } from "./region.ts";

const CLUSTER = "aws:eks/cluster:Cluster";

function cluster(asked: Asked): Values {
  const name = textOf(asked.given["name"]);
  const declared = asked.cloud.all().find(({ type, id }) => type === CLUSTER && id === name);
  const found = asked.account.clusters[name];
  if (declared === undefined && found === null)
    throw new Error(`reading EKS Cluster (${name}): couldn't find resource`);
  const { status = "ACTIVE", autoMode = false, version = "1.36", subnetIds = [], tags = {} } = found ?? {};
  const outputs = declared?.outputs ?? {};
  const certificate = textOf(membersOf(outputs["certificateAuthority"])["data"]);
  const isAuto = autoMode || membersOf(outputs["computeConfig"])["enabled"] === true;
  const region = regionOf(asked);
  return {
    ...asked.given,
    id: name,
    arn: `arn:aws:eks:${region}:${asked.world.accountId}:cluster/${name}`,
    endpoint: textOf(outputs["endpoint"]) || `https://${existingClusterHost("aws", name)}`,
    certificateAuthorities: [{ data: certificate || Buffer.from(`certificate of ${name}`).toString("base64") }],
    vpcConfig: { subnetIds, ...membersOf(outputs["vpcConfig"]) },
    computeConfigs: [{ enabled: isAuto, nodePools: [], nodeRoleArn: "" }],
    status,
    version: textOf(outputs["version"]) || version,
    tags: { ...tags, ...membersOf(outputs["tags"]) },
  };
}

const clusters = (asked: Asked): Values => {
  const declared = asked.cloud.all().flatMap(({ type, id }) => (type === CLUSTER ? [id] : []));
  const existing = Object.entries(asked.account.clusters).flatMap(([name, found]) => (found === null ? [] : name));
  return { ...asked.given, id: regionOf(asked), names: [...declared, ...existing] };
};

export const eksAnswers: Answers = {
  "aws:eks/getCluster:getCluster": cluster,
  "aws:eks/getClusters:getClusters": clusters,
  "aws:eks/getClusterAuth:getClusterAuth": ({ given }) => ({ ...given, id: textOf(given["name"]), token: "offline" }),
};
