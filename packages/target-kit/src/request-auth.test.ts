import { expect, test } from "vitest";
import { curlLine, parseRequestAuth, type RequestAuth, requestAuthText } from "./request-auth.ts";

const sigv4: RequestAuth = { kind: "aws-sigv4", region: "eu-west-1", service: "lambda" };
const url = "https://model.example.com/api/v1/predict";
const instance = { name: "d'Arc", age: 19 };
const body = String.raw`-H 'content-type: application/json' -d '{"name":"d'\''Arc","age":19}'`;

test.each<[RequestAuth, string]>([
  [{ kind: "none" }, "none"],
  [{ kind: "google-identity-token" }, "google-identity-token"],
  [
    { kind: "google-identity-token", impersonate: "ci@p.iam.gserviceaccount.com" },
    "google-identity-token?impersonate=ci%40p.iam.gserviceaccount.com",
  ],
  [sigv4, "aws-sigv4:eu-west-1:lambda"],
  [{ ...sigv4, profile: "team a:?=dev" }, "aws-sigv4:eu-west-1:lambda?profile=team%20a%3A%3F%3Ddev"],
])("%j is written as %s, and read back", (auth, text) => {
  expect(requestAuthText(auth)).toBe(text);
  expect(parseRequestAuth(text)).toEqual(auth);
});

test.each([
  "",
  "aws-sigv4",
  "aws-sigv4:eu-west-1",
  "aws-sigv4:a:b:c",
  "basic",
  "none?profile=a",
  "none:a",
  "google-identity-token:a",
  "google-identity-token?impersonate=",
  "aws-sigv4:a:b?impersonate=c",
  "aws-sigv4:a:b?profile=%",
])("%j is no such text", (text) => {
  expect(parseRequestAuth(text)).toBeUndefined();
});

const signed = `curl -s ${url} --aws-sigv4 aws:amz:eu-west-1:lambda --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \${AWS_SESSION_TOKEN:+-H"x-amz-security-token: $AWS_SESSION_TOKEN"} ${body}`;
const person = "gcloud auth print-identity-token";
const audience = "--audiences=https://model.example.com";

// That shells and curl take them, and that what arrives is right, is in apps/cli/src/verify/curl-line.test.ts.
test.each<[RequestAuth, string]>([
  [{ kind: "none" }, `curl -s ${url} ${body}`],
  [
    { kind: "google-identity-token" },
    `curl -s ${url} -H "authorization: Bearer $(${person} ${audience} 2>/dev/null || ${person})" ${body}`,
  ],
  [
    { kind: "google-identity-token", impersonate: "ci@p.iam.gserviceaccount.com" },
    `curl -s ${url} -H "authorization: Bearer $(${person} --impersonate-service-account=ci@p.iam.gserviceaccount.com --include-email ${audience})" ${body}`,
  ],
  [sigv4, signed],
  [
    { ...sigv4, profile: "d'Arc" },
    String.raw`(keys="$(aws configure export-credentials --profile 'd'\''Arc' --format env)" && unset AWS_SESSION_TOKEN && eval "$keys" && ${signed})`,
  ],
])("%j becomes a line for the shell", (auth, line) => {
  expect(curlLine(url, auth, instance)).toBe(line);
});
