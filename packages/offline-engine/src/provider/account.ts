// The account of the stand-in clouds: what it has, and what it may not do.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Subnet } from "./network.ts";

export interface Account {
  /** Google's APIs that are enabled before anything is deployed, e.g. `run.googleapis.com`. */
  readonly enabledApis: "all" | readonly string[];
  /** How many calls an API still refuses (403) after it is enabled: https://github.com/pulumi/pulumi/issues/7442 */
  readonly refusalsAfterEnabling: number;
  /** Lambda's quota of concurrent executions. */
  readonly concurrentExecutions: number;
  /** Constraints that an organization of Google's enforces, e.g. `iam.allowedPolicyMemberDomains`. */
  readonly organizationPolicies: readonly string[];
  /** How many requests a registry still refuses (404) for a new repository. */
  readonly refusalsAfterCreation: number;
  /** Whether the regions still have AWS's default VPC, which anyone may delete. */
  readonly defaultVpc: boolean;
  /** Whether its VPCs give instances DNS names, which only the default one does at first. */
  readonly dnsHostnames: boolean;
  /** By id: subnets that are unlike those of network.ts. */
  readonly subnets: Readonly<Record<string, Partial<Subnet>>>;
  /** By name: clusters of EKS that are unlike an active one; null is not there. Any other that a program asks for is there. */
  readonly clusters: Readonly<
    Record<
      string,
      {
        readonly status?: string;
        readonly autoMode?: boolean;
        readonly version?: string;
        readonly subnetIds?: readonly string[];
        readonly tags?: Readonly<Record<string, string>>;
      } | null
    >
  >;
  /** AWS's quota "Fargate On-Demand vCPU resource count". */
  readonly fargateVcpus: number;
  /** EC2's quota "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", in vCPUs. */
  readonly standardVcpus: number;
  /** Whether the tasks that a deployment of ECS starts from now on become healthy. */
  readonly newTasks: "healthy" | "unhealthy";
  /**
   * Whether the AWS provider, while it waits for a steady state, notices that ECS has rolled back. It misses a rollback if the
   * clock of this machine is ahead of AWS's: https://github.com/hashicorp/terraform-provider-aws/issues/20858
   */
  readonly rollbacks: "noticed" | "unnoticed";
}

const used: Account = {
  enabledApis: "all",
  refusalsAfterEnabling: 0,
  concurrentExecutions: 1000,
  organizationPolicies: [],
  refusalsAfterCreation: 0,
  defaultVpc: true,
  dnsHostnames: true,
  subnets: {},
  clusters: {},
  fargateVcpus: 1000,
  standardVcpus: 1000,
  newTasks: "healthy",
  rollbacks: "noticed",
};

/**
 * `used`, the default, is an account that has been in use for a while. In a `new` one Google enables a few APIs
 * (https://cloud.google.com/service-usage/docs/enabled-service), and Lambda gives ten concurrent executions
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html), Fargate six vCPUs
 * (https://docs.aws.amazon.com/general/latest/gr/ecs-service.html) and EC2 five
 * (https://docs.aws.amazon.com/general/latest/gr/ec2-service.html). `organization` enforces what Google does in
 * organizations made since May 2024 (https://cloud.google.com/resource-manager/docs/secure-by-default-organizations).
 */
export const ACCOUNTS = {
  used,
  new: {
    ...used,
    enabledApis: ["serviceusage.googleapis.com", "storage.googleapis.com", "logging.googleapis.com"],
    refusalsAfterEnabling: 2,
    concurrentExecutions: 10,
    refusalsAfterCreation: 2,
    fargateVcpus: 6,
    standardVcpus: 5,
  },
  organization: { ...used, organizationPolicies: ["iam.allowedPolicyMemberDomains"] },
} as const satisfies Readonly<Record<string, Account>>;

/** The name of one of {@link ACCOUNTS}, or the members that differ from `used`. */
export type AccountChoice = keyof typeof ACCOUNTS | Partial<Account>;

const accountOf = (choice: AccountChoice = "used"): Account =>
  typeof choice === "string" ? ACCOUNTS[choice] : { ...used, ...choice };

/** The account of a run, and its counters. */
export interface AccountBook {
  readonly account: () => Account;
  /** Counts a call by `key`; true for the first `most` of them. */
  readonly isEarly: (key: string, most: number) => boolean;
}

/** `choice` may be a function: an account that changes between two `up`s. */
export function bookInMemory(choice?: AccountChoice | (() => AccountChoice)): AccountBook {
  const counts = new Map<string, number>();
  return {
    account: () => accountOf(typeof choice === "function" ? choice() : choice),
    isEarly: (key, most) => {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= most;
    },
  };
}

const accountFile = (cloudFolder: string): string => `${cloudFolder}.account.json`;

/** Stored beside the folder of the clouds, so that every stand-in of the run, the registry and the next run read the same. */
export function writeAccount(cloudFolder: string, choice: AccountChoice): void {
  mkdirSync(path.dirname(cloudFolder), { recursive: true });
  writeFileSync(accountFile(cloudFolder), JSON.stringify(accountOf(choice)), { mode: 0o600 });
}

export function openBook(cloudFolder: string): AccountBook {
  const counts = `${cloudFolder}.counts`;
  return {
    account: () => {
      const file = accountFile(cloudFolder);
      return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Account) : used;
    },
    isEarly: (key, most) => {
      if (most === 0) return false;
      mkdirSync(counts, { recursive: true });
      const file = path.join(counts, createHash("sha256").update(key).digest("hex").slice(0, 16));
      const count = (existsSync(file) ? Number(readFileSync(file, "utf8")) : 0) + 1;
      writeFileSync(file, String(count), { mode: 0o600 });
      return count <= most;
    },
  };
}
