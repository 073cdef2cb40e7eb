import { expect, test } from "vitest";
import { curlLine, parseRequestAuth, type RequestAuth, requestAuthText } from "./request-auth.ts";

const sigv4: RequestAuth = { kind: "aws-sigv4", region: "eu-west-1", service: "lambda" };
const url = "https://model.example.com/api/v1/predict";
const instance = { name: "d'Arc", age: 19 };
const body = String.raw`-H 'content-type: application/json' -d '{"name":"d'\''Arc","age":19}'`;

test.each<[RequestAuth, string]>([
  [{ kind: "none" }, "none"],
  [{ kind: "google-identity-token" }, "google-identity-token"],
  [sigv4, "aws-sigv4:eu-west-1:lambda"],
])("%j is written as %s, and read back", (auth, text) => {
  expect(requestAuthText(auth)).toBe(text);
  expect(parseRequestAuth(text)).toEqual(auth);
});

test.each(["", "aws-sigv4", "aws-sigv4:eu-west-1", "aws-sigv4:a:b:c", "basic"])("%j is no such text", (text) => {
  expect(parseRequestAuth(text)).toBeUndefined();
});

test.each<[RequestAuth, string]>([
  [{ kind: "none" }, `curl -s ${url} ${body}`],
  [
    { kind: "google-identity-token" },
    `curl -s ${url} -H "authorization: Bearer $(gcloud auth print-identity-token)" ${body}`,
  ],
  [
    sigv4,
    `curl -s ${url} --aws-sigv4 aws:amz:eu-west-1:lambda --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" ` +
      `-H "x-amz-security-token: $AWS_SESSION_TOKEN" ${body}`,
  ],
])("%j becomes a line for the shell", (auth, line) => {
  expect(curlLine(url, auth, instance)).toBe(line);
});
