// Secrets come from a store of secrets, and stores of data are encrypted.
import { holdsSecret } from "@modelport/target-kit";
import { environmentsOf, inputAt, membersOf, shown } from "./inputs.ts";
import { called, type Policy } from "./policy.ts";

export const noPlainSecrets = {
  name: "no-plain-secrets",
  title: "no environment holds a secret in plain text",
  types: [""],
  check: (resource) =>
    environmentsOf(resource).flatMap(({ path, variables }) =>
      Object.entries(variables)
        .filter(([name, value]) => typeof value === "string" && holdsSecret(name, value))
        .map(
          ([name]) =>
            `${called(resource)}: ${path} has ${name} with a value in plain text, which the console and the state show: ` +
            "let the platform read it from its secret store.",
        ),
    ),
} as const satisfies Policy;

/** An input that decides whether a type encrypts what it stores. */
interface EncryptionRule {
  readonly type: string;
  readonly property: string;
  /** Whether it encrypts if the input is left out. */
  readonly byDefault: boolean;
}

const encryptionRules: readonly EncryptionRule[] = [
  { type: "aws:ebs/volume:Volume", property: "encrypted", byDefault: false },
  { type: "aws:efs/fileSystem:FileSystem", property: "encrypted", byDefault: false },
  { type: "aws:rds/instance:Instance", property: "storageEncrypted", byDefault: false },
  { type: "aws:rds/cluster:Cluster", property: "storageEncrypted", byDefault: false },
  { type: "aws:elasticache/replicationGroup:ReplicationGroup", property: "atRestEncryptionEnabled", byDefault: false },
  { type: "aws:sqs/queue:Queue", property: "sqsManagedSseEnabled", byDefault: true },
  { type: "aws:ec2/launchTemplate:LaunchTemplate", property: "encrypted", byDefault: false },
  { type: "aws:ec2/instance:Instance", property: "encrypted", byDefault: false },
];

const inBlocks = /^aws:ec2\//;

export const encrypted = {
  name: "encrypted",
  title: "what is stored is encrypted wherever the type has an input for it",
  types: encryptionRules.map(({ type }) => type),
  check: (resource) =>
    encryptionRules
      .filter(({ type }) => type === resource.type)
      .flatMap(({ property, byDefault }) =>
        placesOf(resource, property)
          .filter(({ value }) => (value ?? byDefault) !== true && String(value) !== "true")
          .map(
            ({ path, value }) =>
              `${called(resource)}: ${path} is ${shown(value)}, but must be true: otherwise what is stored there is in plain text.`,
          ),
      ),
} as const satisfies Policy;

/** Where `property` is found: in the resource itself, or in each of its disks. */
function placesOf(resource: Parameters<typeof membersOf>[0] & { readonly type: string }, property: string) {
  if (!inBlocks.test(resource.type)) return [{ path: property, value: inputAt(resource, property) }];
  const disks = membersOf(resource).filter(({ path }) =>
    /(^|\.)(ebs|rootBlockDevice|ebsBlockDevices\[\d+\])$/.test(path),
  );
  return disks.map(({ path, value }) => ({
    path: `${path}.${property}`,
    value: (value as Readonly<Record<string, unknown>>)[property],
  }));
}
