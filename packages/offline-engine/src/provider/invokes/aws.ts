import { partitionOf } from "../facts/policy-json.ts";
import { textOf } from "@modelport/sdk-schema/wire";
import type { Answers } from "./answer.ts";
import { awsContainers } from "./aws-containers.ts";
import { awsNetwork } from "./aws-network.ts";
import { eksAnswers } from "./eks.ts";
import { zoneIdOf } from "../network.ts";
import { regionOf } from "./region.ts";

const LETTERS = ["a", "b", "c"];

const identity: Answers = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ world: { accountId } }) => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/offline`,
    userId: "AIDAOFFLINEOFFLINE00",
  }),
  // A user's ARN is its own issuer: internal/service/iam/session_context_data_source.go.
  "aws:iam/getSessionContext:getSessionContext": ({ given }) => ({
    ...given,
    id: textOf(given["arn"]),
    issuerArn: textOf(given["arn"]),
    issuerId: "",
    issuerName: "",
    sessionName: "",
  }),
  "aws:index/getRegion:getRegion": (asked) => {
    const region = regionOf(asked);
    return { id: region, name: region, region, endpoint: `ec2.${region}.amazonaws.com`, description: region };
  },
  "aws:index/getPartition:getPartition": (asked) => ({
    id: partitionOf(regionOf(asked)),
    partition: partitionOf(regionOf(asked)),
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (asked) => {
    const region = regionOf(asked);
    const names = LETTERS.map((letter) => `${region}${letter}`);
    const zoneIds = LETTERS.map((letter) => zoneIdOf(region, letter));
    return { ...asked.given, id: region, names, zoneIds, groupNames: [region] };
  },
};

/** Quotas that programs read, by code. */
const services: Answers = {
  "aws:servicequotas/getServiceQuota:getServiceQuota": ({ given, account }) => {
    const code = textOf(given["quotaCode"]);
    const vcpus: Readonly<Record<string, number>> = {
      "L-3032A538": account.fargateVcpus,
      "L-1216C47A": account.standardVcpus,
    };
    return { ...given, id: code, value: vcpus[code] ?? account.concurrentExecutions };
  },
};

export const awsAnswers: Answers = { ...identity, ...awsNetwork, ...awsContainers, ...eksAnswers, ...services };
