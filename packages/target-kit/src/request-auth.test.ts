import { expect, test } from "vitest";
import { parseRequestAuth, type RequestAuth, requestAuthText } from "./request-auth.ts";

const sigv4: RequestAuth = { kind: "aws-sigv4", region: "eu-west-1", service: "lambda" };
const tasks: RequestAuth = { kind: "ecs-service", region: "eu-west-1", cluster: "ecs-dev", service: "ecs_dev-1" };
const cluster: RequestAuth = { kind: "kubectl-port-forward", namespace: "ml", service: "churn-dev" };
const arn = "arn:aws:eks:eu-west-1:123456789012:cluster/team-a";

test.each<[RequestAuth, string]>([
  [{ kind: "none" }, "none"],
  [{ kind: "google-identity-token" }, "google-identity-token"],
  [
    { kind: "google-identity-token", impersonate: "ci@p.iam.gserviceaccount.com" },
    "google-identity-token?impersonate=ci%40p.iam.gserviceaccount.com",
  ],
  [sigv4, "aws-sigv4:eu-west-1:lambda"],
  [{ ...sigv4, profile: "team a:?=dev" }, "aws-sigv4:eu-west-1:lambda?profile=team%20a%3A%3F%3Ddev"],
  [{ kind: "address-ranges", cidrs: ["203.0.113.0/24"] }, "address-ranges:203.0.113.0/24"],
  [
    { kind: "address-ranges", cidrs: ["203.0.113.0/24", "2001:db8::/32", "::/128"] },
    "address-ranges:203.0.113.0/24,2001:db8::/32,::/128",
  ],
  [tasks, "ecs-service:eu-west-1:ecs-dev/ecs_dev-1"],
  [{ ...tasks, profile: "team a" }, "ecs-service:eu-west-1:ecs-dev/ecs_dev-1?profile=team%20a"],
  [cluster, "kubectl-port-forward:ml/churn-dev"],
  [{ ...cluster, context: arn }, `kubectl-port-forward:ml/churn-dev?context=${encodeURIComponent(arn)}`],
  [
    { ...cluster, context: "admin@dev: 50%&x=1#ß", kubeconfig: String.raw`C:\Users\Ana María\.kube\config` },
    "kubectl-port-forward:ml/churn-dev?context=admin%40dev%3A%2050%25%26x%3D1%23%C3%9F&kubeconfig=C%3A%5CUsers%5CAna%20Mar%C3%ADa%5C.kube%5Cconfig",
  ],
  [
    { ...cluster, context: "eks", credentials: ["aws", "eks", "update-kubeconfig", "--name", "a b+c&d"] },
    "kubectl-port-forward:ml/churn-dev?context=eks&credentials=aws+eks+update-kubeconfig+--name+a%20b%2Bc%26d",
  ],
  [
    { ...cluster, credentials: ["gcloud", "container", "clusters", "get-credentials", "gke"] },
    "kubectl-port-forward:ml/churn-dev?credentials=gcloud+container+clusters+get-credentials+gke",
  ],
  [{ ...cluster, kubeconfig: "/a\n=b" }, "kubectl-port-forward:ml/churn-dev?kubeconfig=%2Fa%0A%3Db"],
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
  "aws-sigv4:a:b?profile=a&profile=b",
  "aws-sigv4:a:b?",
  "toString",
  "none:",
  "none\n",
  "address-ranges",
  "address-ranges:",
  "address-ranges:203.0.113.7",
  "address-ranges:203.0.113.0/24,",
  "address-ranges:example.com/24",
  "address-ranges:10.0.0.0/8?profile=a",
  "ecs-service:eu-west-1:dev",
  "ecs-service:eu-west-1:a/b/c",
  "ecs-service::a/b",
  "ecs-service:eu-west-1:a/b?context=c",
  "kubectl-port-forward:churn",
  "kubectl-port-forward:ml/-x y",
  "kubectl-port-forward:ml/churn?context=",
  "kubectl-port-forward:ml/churn?context=a&context=b",
  "kubectl-port-forward:ml/churn?kubeconfig=a&profile=b",
  "kubectl-port-forward:ml/churn?credentials=",
  "kubectl-port-forward:ml/churn?credentials=rm+-r+.",
  "kubectl-port-forward:ml/churn?credentials=aws+eks",
  "kubectl-port-forward:ml/churn?credentials=aws+eks+update-kubeconfig+",
  "kubectl-port-forward:ml/churn?credentials=aws%20eks%20update-kubeconfig",
  "aws-sigv4:a:b?credentials=aws+eks+update-kubeconfig",
])("%j is no such text", (text) => {
  expect(parseRequestAuth(text)).toBeUndefined();
});
