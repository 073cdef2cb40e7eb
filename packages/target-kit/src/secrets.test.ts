import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdsSecret, isSecretName } from "./secrets.ts";

const words = (text: string) => text.trim().split(/\s+/);

const SECRETS = words(`
  PASSWORD DB_PASSWORD dbPassword MYSQLPASSWORD PGPASSWD SSH_PASSPHRASE DB_PASS MYSQL_PWD
  TOKEN API_TOKEN HF_TOKEN AUTHTOKEN tokens GITHUB-TOKEN SLACK_TOKEN_2
  APP_KEY SIGNING_KEY apiKey API_KEYS APIKEY PRIVATE_KEY API_KEY_V2 KEY
  SECRET CLIENT_SECRET JWT_SECRETS SECRET_KEY_BASE COOKIE_SECRET_OLD
  CREDENTIAL GOOGLE_CREDENTIALS GOOGLE_APPLICATION_CREDENTIALS_JSON REDIS_CREDENTIALS
`);
const OTHERS = words(`
  TOKENIZERS_PARALLELISM TOKENIZER MAX_TOKENS MAX_NEW_TOKENS NUM_KEYS TOKEN_LIMIT TOKEN_TTL
  DB_SECRET_ARN SECRET_NAME SECRET_ID dbSecretArn PASSWORD_FILE KEY_PATH TOKEN_URL API_KEY_HEADER
  KEYSPACE MONKEY TURKEY KEYCLOAK_HOST KEEP_ALIVE PUBLIC_KEY JWT_PUBLIC_KEY KEY_COLUMN
  KEYBOARD PASSPORT_ID BYPASS COMPASS PASSES MAX_PASS CREDENTIALS_FILE OLD_PATH
  LOG_LEVEL MAX_THREADS THRESHOLD OMP_NUM_THREADS PATH PWD HOME _  1
`);

describe("what is a secret by its name", () => {
  it.each(SECRETS)("%s", (name) => expect(isSecretName(name)).toBe(true));
  it.each(OTHERS)("not %s", (name) => expect(isSecretName(name)).toBe(false));

  it("is one in any case and with any separators, and whatever stands before it", () => {
    const before = fc.constantFrom("", "APP", "MY_DB", "PROD", "PUBLIC_API", "TOKENIZER");
    const separator = fc.constantFrom("_", "-", ".", "__");
    fc.assert(
      fc.property(before, separator, fc.constantFrom(...SECRETS), (prefix, between, name) => {
        const full = `${prefix}${prefix && between}${name}`.replaceAll("_", between);
        const spellings = [full, full.toUpperCase(), full.toLowerCase()];
        // In capitals there are no humps to tell words by.
        const told = /[a-z][A-Z]/.test(name) ? [full] : spellings;
        return told.every(isSecretName);
      }),
    );
  });

  it("is not a name whose last word says where the secret is", () => {
    const where = fc.constantFrom("ARN", "NAME", "ID", "FILE", "PATH", "URL", "URI", "REF");
    fc.assert(fc.property(fc.constantFrom(...SECRETS), where, (name, last) => !isSecretName(`${name}_${last}`)));
  });
});

describe("what holds a secret", () => {
  it.each([
    ["DB_PASSWORD", "hunter2"],
    ["HELLO", "AKIAIOSFODNN7EXAMPLE"],
    ["MAPS", `AIza${"a".repeat(35)}`],
    ["GIT", `ghp_${"a".repeat(36)}`],
    ["GIT", `github_pat_${"a".repeat(22)}_${"b".repeat(59)}`],
    ["LLM", `sk-proj-${"a".repeat(40)}`],
    ["LLM", `sk-${"a".repeat(48)}`],
    ["CHAT", `xoxb-${"1".repeat(12)}-${"a".repeat(24)}`],
    ["DATABASE", "postgres://ada:hunter2@db.example.com/models"],
    ["ACCOUNT", '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n..."}'],
    ["SECRET_NAME", "-----BEGIN RSA PRIVATE KEY-----\n..."],
  ])("%s=%s", (name, value) => expect(holdsSecret(name, value)).toBe(true));

  it.each([
    ["DB_PASSWORD", ""],
    ["DB_PASSWORD", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db"],
    ["API_TOKEN", "projects/p/secrets/token/versions/1"],
    ["API_TOKEN", "/run/secrets/token"],
    ["TOKENIZERS_PARALLELISM", "false"],
    ["HELLO", "world"],
    ["MODEL", "risk-model-of-the-twentieth-of-november"],
    ["LIBRARY", "sk-learn-models"],
    ["ORIGIN", "https://app.example.com:8443/a@b"],
    ["DATABASE", "postgres://ada@db.example.com/models"],
  ])("not %s=%s", (name, value) => expect(holdsSecret(name, value)).toBe(false));
});
