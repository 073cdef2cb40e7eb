import { expect, test } from "vitest";
import { curlLine, portForwardLine } from "./curl-line.ts";
import type { RequestAuth } from "./request-auth.ts";

const sigv4: RequestAuth = { kind: "aws-sigv4", region: "eu-west-1", service: "lambda" };
const cluster: RequestAuth = { kind: "kubectl-port-forward", namespace: "ml", service: "churn" };
const url = "https://model.example.com/api/v1/predict";
const instance = { name: "d'Arc", age: 19 };
const body = String.raw`-H 'content-type: application/json' -d '{"name":"d'\''Arc","age":19}'`;

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

test.each<RequestAuth>([
  { kind: "address-ranges", cidrs: ["203.0.113.0/24"] },
  { kind: "ecs-service", region: "eu-west-1", cluster: "dev", service: "dev", profile: "a" },
])("who calls from the right place needs no more than curl (%j)", (auth) => {
  expect(curlLine(url, auth, instance)).toBe(`curl -s ${url} ${body}`);
});

test("a service inside a cluster is called through a port of this machine that the line closes again", () => {
  const odd: RequestAuth = { ...cluster, context: "d'Arc", kubeconfig: String.raw`C:\kube config` };
  const line = curlLine("http://churn.ml.svc:8000/api/v1/predict", odd, instance);
  expect(line).toBe(
    String.raw`sh -c 'echo $$; exec kubectl "$@"' sh '--kubeconfig=C:\kube config' '--context=d'\''Arc' --namespace=ml port-forward service/churn :8000 --address=127.0.0.1 | ` +
      `(read -r pid && trap 'kill -INT $pid 2>/dev/null' EXIT && read -r forwarding from address rest && curl -s "http://$address/api/v1/predict" ${body})`,
  );
});

test("a cluster of a vendor is reached with a kubeconfig of the line's own", () => {
  const credentials = ["aws", "eks", "update-kubeconfig", "--name", "d'Arc"];
  expect(portForwardLine({ ...cluster, credentials }, "http://churn.ml.svc")).toBe(
    String.raw`(folder="$(mktemp -d)" && trap 'rm -r "$folder"' EXIT && trap 'exit 130' INT TERM && export KUBECONFIG="$folder/config" && aws eks update-kubeconfig --name 'd'\''Arc' >/dev/null && ` +
      "kubectl --namespace=ml port-forward service/churn :80 --address=127.0.0.1)",
  );
});

test("the port can also be kept open", () => {
  expect(portForwardLine(cluster, "http://churn.ml.svc")).toBe(
    "kubectl --namespace=ml port-forward service/churn :80 --address=127.0.0.1",
  );
  expect(portForwardLine(sigv4, url)).toBeUndefined();
});
