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

/** Lambda's limit for all variables together, in bytes. */
const MOST_BYTES = 4096;

/** What is wrong with more variables for the function, a sentence each. The values of secrets are never repeated. */
export function environmentFaults(environment: Readonly<Record<string, string>>): readonly string[] {
  const faults = Object.entries(environment).flatMap(([name, value]) => variableFault(name, value) ?? []);
  const bytes = new TextEncoder().encode(Object.entries(environment).flat().join("")).length;
  if (bytes <= MOST_BYTES) return faults;
  return [...faults, `modelport:environment has ${bytes} bytes, but Lambda takes ${MOST_BYTES} in all: shorten it.`];
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

/** What is wrong with more tags, a sentence each. */
export function tagFaults(tags: Readonly<Record<string, string>>): readonly string[] {
  const own = ownershipTags({ stack: "" });
  return Object.keys(tags).flatMap((name) => {
    const remove = `remove it with ${configCommand({ key: "tags", at: name })}`;
    if (Object.hasOwn(own, name))
      return [`modelport:tags has ${name}, by which the stack's resources are found: ${remove}.`];
    return /^aws:/i.test(name)
      ? [`modelport:tags has ${name}, but AWS keeps names with aws: for itself: ${remove}.`]
      : [];
  });
}
