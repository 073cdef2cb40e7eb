import { expect, test } from "vitest";
import type { DeployableArtifact } from "./deployment.ts";
import type { RequestAuth } from "./request-auth.ts";
import { accessWarnings, commonOutputs, stackOutputs } from "./stack-outputs.ts";

const model = { name: "churn", version: "1.2.0", onnxSha256: "0", example: { age: 35 } };
const digest = `sha256:${"ab".repeat(32)}` as const;
const artifact: DeployableArtifact = {
  kind: "oci-image",
  platform: "linux-x64",
  digest,
  bytes: 1,
  unpackedBytes: 2,
  path: "image.tar",
};
const none: RequestAuth = { kind: "none" };
const signed: RequestAuth = { kind: "aws-sigv4", region: "eu-west-1", service: "lambda" };
const token: RequestAuth = { kind: "google-identity-token" };
const tasks: RequestAuth = { kind: "ecs-service", region: "eu-west-1", cluster: "ecs-dev", service: "ecs-dev" };
const ranges: RequestAuth = { kind: "address-ranges", cidrs: ["203.0.113.0/24"] };
const cluster: RequestAuth = { kind: "kubectl-port-forward", namespace: "ml", service: "churn" };

test("a deployment's outputs follow from its URL, its auth, its artifact and the model", () => {
  const deployed = { url: "https://m.example.com", auth: none, artifact, region: "eu-west-1" };
  const outputs = stackOutputs({ target: "ecs", model }, deployed, (text, make) => make(text));
  expect(outputs).toEqual({
    url: "https://m.example.com",
    predictUrl: "https://m.example.com/api/v1/predict",
    artifactDigest: digest,
    auth: "none",
    curl: `curl -s https://m.example.com/api/v1/predict -H 'content-type: application/json' -d '{"age":35}'`,
    target: "ecs",
    modelName: "churn",
    modelVersion: "1.2.0",
    region: "eu-west-1",
  });
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining([...commonOutputs]));
});

test("auth is a text that names the signature, and the curl line has it", () => {
  const outputs = stackOutputs(
    { target: "ecs", model },
    { url: "https://m.example.com", auth: signed, artifact },
    (text, make) => make(text),
  );
  expect(outputs["auth"]).toBe("aws-sigv4:eu-west-1:lambda");
  expect(outputs["curl"]).toContain("--aws-sigv4 aws:amz:eu-west-1:lambda");
});

test("an endpoint inside a network has the address of that network, and a curl line that works", () => {
  const inside = (auth: RequestAuth, url: string) => {
    const { curl, ...outputs } = stackOutputs({ target: "any", model }, { url, auth, artifact }, (text, make) =>
      make(text),
    );
    return [outputs["url"], outputs["auth"], curl];
  };
  const elb = "http://internal-ecs-dev.eu-west-1.elb.amazonaws.com";
  const body = `-H 'content-type: application/json' -d '{"age":35}'`;
  expect(inside(tasks, elb)).toEqual([
    elb,
    "ecs-service:eu-west-1:ecs-dev/ecs-dev",
    `curl -s ${elb}/api/v1/predict ${body}`,
  ]);
  const [url, auth, curl] = inside(cluster, "http://churn.ml.svc");
  expect([url, auth]).toEqual(["http://churn.ml.svc", "kubectl-port-forward:ml/churn"]);
  expect(curl).toContain("port-forward service/churn :80 ");
});

test("a URL that is known later makes outputs that are known later", () => {
  const later = (text: string) => ({ later: text });
  const deployed = { url: later("https://m.example.com"), auth: none, artifact };
  const outputs = stackOutputs({ target: "ecs", model }, deployed, (text, make) => later(make(text.later)));
  expect(outputs["predictUrl"]).toEqual(later("https://m.example.com/api/v1/predict"));
});

const keys = { "aws:accessKey": "AKIAEXAMPLE", "aws:secretKey": "SECRET" };
const warnings = (settings: unknown, auth: RequestAuth, configuration = {}) =>
  accessWarnings({ stack: "ecs-dev", settings, auth, configuration });

test("a public deployment is warned of, and the account that deploys does not matter there", () => {
  expect(warnings({ public: true }, none, keys)).toEqual([
    "modelport:public is true: anyone who can reach the URL can call this model, and you pay for each request; " +
      "make it private with `npx pulumi config rm modelport:public --stack ecs-dev`.",
  ]);
});

test.each<[unknown, RequestAuth, object]>([
  [{ public: false }, signed, {}],
  [{}, none, keys],
  [{ public: false }, signed, { "gcp:credentials": "SECRET" }],
  [{ public: false }, token, keys],
  [{ public: false }, tasks, { "aws:profile": "dev" }],
  [{ public: false }, ranges, keys],
  [{ public: false }, cluster, keys],
])("settings %j with %j warn of nothing", (settings, auth, configuration) => {
  expect(warnings(settings, auth, configuration)).toEqual([]);
});

test.each<[RequestAuth, object, string]>([
  [signed, keys, "aws:accessKey, aws:secretKey"],
  [token, { "gcp:credentials": "SECRET" }, "gcp:credentials"],
  [tasks, keys, "aws:accessKey, aws:secretKey"],
])(
  "a private deployment by an account that callers do not have is warned of, without its secrets",
  (auth, config, key) => {
    const [sentence = "", ...others] = warnings({ public: false }, auth, config);
    expect(sentence).toContain(`${key} in the stack's settings`);
    expect(sentence).not.toContain("SECRET");
    expect(others).toEqual([]);
  },
);
