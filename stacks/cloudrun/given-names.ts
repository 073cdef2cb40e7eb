// Names that the user gives, to variables and labels, as far as Google or the target has them already.
import { configCommand, looksSecret, ownershipTags } from "@modelport/target-kit";

/** Variables that the target sets, with what they come from. */
const TAKEN: Readonly<Record<string, string>> = {
  LOG_LEVEL: "modelport:logLevel",
  THRESHOLD: "modelport:threshold",
  CORS_ORIGINS: "modelport:corsOrigins",
  MODELPORT_ARTIFACT_DIGEST: "the artefact",
  MAX_BATCH_BYTES: "Cloud Run's limit",
  KEEP_ALIVE_TIMEOUT_MS: "the table of timeouts",
  HEADERS_TIMEOUT_MS: "the table of timeouts",
  DRAIN_DELAY_MS: "the table of timeouts",
  DRAIN_TIMEOUT_MS: "the table of timeouts",
};

/** Docs: https://cloud.google.com/run/docs/container-contract#env-vars */
const RESERVED = /^(PORT|K_SERVICE|K_REVISION|K_CONFIGURATION|X_GOOGLE_.*)$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SECRET_VALUE = /AIza[\w-]{35}|ya29\.[\w-]{20}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;
/** Docs: https://cloud.google.com/resource-manager/docs/labels-overview#requirements */
const LABEL = /^[a-z][a-z0-9_-]{0,62}$/;
const LABEL_VALUE = /^[a-z0-9_-]{0,63}$/;

/** What is wrong with more variables for the container, a sentence each. The values of secrets are never repeated. */
export function environmentFaults(environment: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => variableFault(name, value) ?? []);
}

function variableFault(name: string, value: string): string | undefined {
  const remove = `remove it with ${configCommand({ key: "environment", at: name })}`;
  const owner = Object.hasOwn(TAKEN, name) ? TAKEN[name] : undefined;
  if (owner !== undefined) return `modelport:environment has ${name}, which comes from ${owner}: ${remove}.`;
  if (RESERVED.test(name))
    return `modelport:environment has ${name}, a name that Cloud Run keeps for itself: ${remove}.`;
  if (!VARIABLE.test(name)) {
    return `modelport:environment has ${name}, but a name is letters, digits and _, and begins with no digit: ${remove}.`;
  }
  if (!looksSecret(name) && !SECRET_VALUE.test(value)) return undefined;
  return (
    `modelport:environment has ${name}, which looks like a secret, and would stand as plain text in the service's ` +
    `configuration: ${remove}, keep it in Secret Manager and read it from there; the model's app needs none.`
  );
}

/** What is wrong with more labels, a sentence each. */
export function labelFaults(labels: Readonly<Record<string, string>>): readonly string[] {
  const own = ownershipTags({ stack: "" });
  return Object.entries(labels).flatMap(([name, value]) => {
    const remove = `remove it with ${configCommand({ key: "labels", at: name })}`;
    if (Object.hasOwn(own, name)) {
      return [`modelport:labels has ${name}, by which the stack's resources are found: ${remove}.`];
    }
    if (LABEL.test(name) && LABEL_VALUE.test(value)) return [];
    return [
      `modelport:labels has ${name}: "${value}", but Google takes lower-case letters, digits, _ and -, at most 63, ` +
        `and a letter first in the name: ${remove}.`,
    ];
  });
}
