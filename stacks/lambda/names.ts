// Names that the user gives: variables of the function and tags, as far as AWS or the target has them already.
import { configCommand, looksSecret, ownershipTags } from "@modelport/target-kit";

/** Variables that the target sets from settings of their own. */
const TAKEN: Readonly<Record<string, string>> = {
  LOG_LEVEL: "modelport:logLevel",
  THRESHOLD: "modelport:threshold",
  CORS_ORIGINS: "modelport:corsOrigins",
  METRICS: "modelport:metrics",
  METRICS_NAMESPACE: "modelport:metricsNamespace",
  MODELPORT_ARTIFACT_DIGEST: "the artefact",
};

/** Docs: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED = /^(AWS_|LAMBDA_|_)/;
const VARIABLE = /^[A-Za-z][A-Za-z0-9_]+$/;
const SECRET_VALUE = /(^|[^A-Z0-9])A(KIA|SIA)[A-Z0-9]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Lambda's limit for all variables together, in bytes, measured as JSON: its refusal repeats the "string measured". */
const MOST_BYTES = 4096;

type Variables = Readonly<Record<string, string>>;

/**
 * What is wrong with more variables for the function, a sentence each; `all` are those that the function gets in the end. The
 * values of secrets are never repeated.
 */
export function environmentFaults(environment: Variables, all: Variables): readonly string[] {
  const faults = Object.entries(environment).flatMap(([name, value]) => variableFault(name, value) ?? []);
  const bytesOf = (variables: Variables) => new TextEncoder().encode(JSON.stringify(variables)).length;
  const over = bytesOf(all) - MOST_BYTES;
  if (over <= 0 || Object.keys(environment).length === 0) return faults;
  return [
    ...faults,
    `modelport:environment has ${bytesOf(environment)} bytes as JSON, and ${bytesOf(all)} with the target's own variables, ` +
      `but Lambda takes ${MOST_BYTES} in all: shorten it by ${over}.`,
  ];
}

function variableFault(name: string, value: string): string | undefined {
  const remove = `remove it with ${configCommand({ key: "environment", at: name })}`;
  const owner = Object.hasOwn(TAKEN, name) ? TAKEN[name] : undefined;
  if (owner !== undefined) return `modelport:environment has ${name}, which comes from ${owner}: ${remove}.`;
  if (RESERVED.test(name)) return `modelport:environment has ${name}, a name that Lambda keeps for itself: ${remove}.`;
  if (!VARIABLE.test(name)) {
    return `modelport:environment has ${name}, but a name is a letter and then letters, digits or _: ${remove}.`;
  }
  if (!looksSecret(name) && !SECRET_VALUE.test(value)) return undefined;
  return (
    `modelport:environment has ${name}, which looks like a secret, and would stand as plain text in the function's ` +
    `configuration: ${remove}, keep it in AWS Secrets Manager and read it from there; the model's app needs none.`
  );
}

/** IAM is the strictest of the services: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
const TAG_NAME = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const TAG_CHARACTERS = "letters, digits, spaces and _ . : / = + - @";
const MOST_TAGS = 50;

/** What is wrong with more tags, a sentence each. */
export function tagFaults(tags: Readonly<Record<string, string>>): readonly string[] {
  const own = ownershipTags({ stack: "" });
  const most = MOST_TAGS - Object.keys(own).length;
  const faults = Object.entries(tags).flatMap(([name, value]) => tagFault(name, value, own) ?? []);
  const count = Object.keys(tags).length;
  if (count <= most) return faults;
  return [
    ...faults,
    `modelport:tags has ${count} tags, but AWS takes ${most} beside the stack's own: remove ${count - most}.`,
  ];
}

function tagFault(name: string, value: string, own: Readonly<Record<string, string>>): string | undefined {
  const remove = `remove it with ${configCommand({ key: "tags", at: name })}`;
  if (Object.hasOwn(own, name))
    return `modelport:tags has ${name}, by which the stack's resources are found: ${remove}.`;
  if (/^aws:/i.test(name)) return `modelport:tags has ${name}, but AWS keeps names with aws: for itself: ${remove}.`;
  if (!TAG_NAME.test(name)) return `modelport:tags has ${name}, but a name is 1 to 128 ${TAG_CHARACTERS}: ${remove}.`;
  if (TAG_VALUE.test(value)) return undefined;
  const allowed = value.replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, "-").slice(0, 256);
  return (
    `modelport:tags has ${name}, whose value is ${JSON.stringify(value)}, but AWS takes up to 256 ${TAG_CHARACTERS}: ` +
    `set it with ${configCommand({ key: "tags", at: name, value: allowed })}, or ${remove}.`
  );
}
