// `pulumi destroy` succeeds and leaves nothing behind: what would stop it is off unless the settings turn it on.
import { inputAt, shown } from "./inputs.ts";
import { called, type Policy } from "./policy.ts";

/** A property of a type that decides whether it can be deleted. */
export interface DeletionRule {
  readonly type: string;
  readonly property: string;
  /** The value that it must have. */
  readonly mustBe: boolean;
  /** Whether that value is the default. */
  readonly byDefault: boolean;
  /** What happens otherwise. */
  readonly otherwise: string;
}

const held = "otherwise `pulumi destroy` is refused";
const notEmpty = "otherwise `pulumi destroy` fails once something is in it";

/** The defaults are those of the installed SDKs (@pulumi/aws 7, @pulumi/gcp 9). */
export const deletionRules: readonly DeletionRule[] = [
  {
    type: "gcp:cloudrunv2/service:Service",
    property: "deletionProtection",
    mustBe: false,
    byDefault: false,
    otherwise: held,
  },
  { type: "gcp:cloudrunv2/job:Job", property: "deletionProtection", mustBe: false, byDefault: false, otherwise: held },
  {
    type: "gcp:cloudrunv2/workerPool:WorkerPool",
    property: "deletionProtection",
    mustBe: false,
    byDefault: false,
    otherwise: held,
  },
  {
    type: "gcp:container/cluster:Cluster",
    property: "deletionProtection",
    mustBe: false,
    byDefault: false,
    otherwise: held,
  },
  { type: "gcp:storage/bucket:Bucket", property: "forceDestroy", mustBe: true, byDefault: false, otherwise: notEmpty },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    property: "deletionProtection",
    mustBe: false,
    byDefault: false,
    otherwise: held,
  },
  {
    type: "aws:ecr/repository:Repository",
    property: "forceDelete",
    mustBe: true,
    byDefault: false,
    otherwise: notEmpty,
  },
  { type: "aws:s3/bucket:Bucket", property: "forceDestroy", mustBe: true, byDefault: false, otherwise: notEmpty },
  { type: "aws:s3/bucketV2:BucketV2", property: "forceDestroy", mustBe: true, byDefault: false, otherwise: notEmpty },
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    property: "enableDeletionProtection",
    mustBe: false,
    byDefault: true,
    otherwise: held,
  },
  { type: "aws:eks/cluster:Cluster", property: "deletionProtection", mustBe: false, byDefault: true, otherwise: held },
  {
    type: "aws:rds/instance:Instance",
    property: "deletionProtection",
    mustBe: false,
    byDefault: true,
    otherwise: held,
  },
  {
    type: "aws:dynamodb/table:Table",
    property: "deletionProtectionEnabled",
    mustBe: false,
    byDefault: true,
    otherwise: held,
  },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    property: "skipDestroy",
    mustBe: false,
    byDefault: true,
    otherwise: "otherwise the logs outlive the stack",
  },
  {
    type: "aws:lambda/function:Function",
    property: "skipDestroy",
    mustBe: false,
    byDefault: true,
    otherwise: "otherwise the function outlives the stack",
  },
];

export const deletable = {
  name: "deletable",
  title: "nothing is protected against deletion, and registries and buckets are deleted with their contents",
  types: [""],
  waivedBy: "deletionProtection",
  check: (resource) => [
    ...(resource.protect === true
      ? [
          `${called(resource)}: the option protect is true, but must be left out, otherwise \`pulumi destroy\` is refused.`,
        ]
      : []),
    ...deletionRules
      .filter(({ type }) => type === resource.type)
      .filter(
        ({ property, mustBe, byDefault }) => (inputAt(resource, property) ?? (byDefault ? mustBe : !mustBe)) !== mustBe,
      )
      .map(
        ({ property, mustBe, otherwise }) =>
          `${called(resource)}: ${property} is ${shown(inputAt(resource, property))}, but must be ${mustBe}, ${otherwise}.`,
      ),
  ],
} as const satisfies Policy;
