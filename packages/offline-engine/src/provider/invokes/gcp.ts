import { existingClusterHost } from "../clusters.ts";
import type { World } from "../facts/making.ts";
import { textOf, type Values } from "@modelport/sdk-schema/wire";
import type { Answers } from "./answer.ts";

const projectOf = (given: Values, world: World): string =>
  textOf(given["project"]) || textOf(given["projectId"]) || world.project;

const regionOf = (given: Values, world: World): string =>
  textOf(given["region"]) || textOf(given["location"]) || world.region;

export const gcpAnswers: Answers = {
  "gcp:organizations/getProject:getProject": ({ given, world }) => {
    const projectId = projectOf(given, world);
    return {
      ...given,
      id: `projects/${projectId}`,
      projectId,
      name: projectId,
      number: world.projectNumber,
      labels: {},
    };
  },
  "gcp:organizations/getClientConfig:getClientConfig": ({ world: { project, region } }) => ({
    id: "client",
    accessToken: "offline",
    project,
    region,
    zone: `${region}-a`,
    defaultLabels: {},
  }),
  "gcp:compute/getNetwork:getNetwork": ({ given, world }) => {
    const id = `projects/${projectOf(given, world)}/global/networks/${textOf(given["name"])}`;
    return {
      ...given,
      id,
      selfLink: `https://www.googleapis.com/compute/v1/${id}`,
      gatewayIpv4: "",
      subnetworksSelfLinks: [],
    };
  },
  "gcp:compute/getSubnetwork:getSubnetwork": ({ given, world }) => {
    const id = `projects/${projectOf(given, world)}/regions/${regionOf(given, world)}/subnetworks/${textOf(given["name"])}`;
    return { ...given, id, selfLink: `https://www.googleapis.com/compute/v1/${id}`, ipCidrRange: "10.128.0.0/20" };
  },
  "gcp:container/getCluster:getCluster": ({ given, world }) => {
    const location = textOf(given["location"]) || world.region;
    const id = `projects/${projectOf(given, world)}/locations/${location}/clusters/${textOf(given["name"])}`;
    const endpoint = existingClusterHost("google", textOf(given["name"]));
    return {
      ...given,
      id,
      enableAutopilot: true,
      endpoint,
      selfLink: `https://container.googleapis.com/v1/${id}`,
      masterAuths: [{ clusterCaCertificate: Buffer.from("certificate of the stand-in").toString("base64") }],
      controlPlaneEndpointsConfigs: [
        { dnsEndpointConfigs: [{ endpoint, allowExternalTraffic: true }], ipEndpointsConfigs: [{ enabled: true }] },
      ],
      privateClusterConfigs: [{ privateEndpoint: endpoint, publicEndpoint: endpoint }],
    };
  },
  "gcp:container/getEngineVersions:getEngineVersions": ({ given }) => {
    const version = "1.33.5-gke.1";
    const latest = { latestMasterVersion: version, latestNodeVersion: version, defaultClusterVersion: version };
    return { ...given, id: "versions", ...latest, validMasterVersions: [version], validNodeVersions: [version] };
  },
};
