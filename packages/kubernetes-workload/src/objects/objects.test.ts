import { timeoutFaults } from "@modelport/target-kit";
import * as z from "zod";
import { describe, expect, test } from "vitest";
import { workloadSettings } from "../settings.ts";
import { appSettings, DeploymentRefused } from "@modelport/target-kit";
import { workloadTimeouts } from "../timeouts.ts";
import { type LoadBalancing, loadedReference, workloadName, workloadObjects } from "./index.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const schema = z.strictObject({ ...appSettings, ...workloadSettings });
const model = { name: "bankchurn", version: "1.0.0", onnxSha256: "", example: {} };

function objects(
  settings: object = {},
  environment: Readonly<Record<string, string>> = { LOG_LEVEL: "info" },
  service?: LoadBalancing,
) {
  return workloadObjects({
    place: { stack: "kubernetes-dev", name: "churn-api-dev", namespace: "shop", labels: {} },
    settings: schema.parse(settings),
    image: { reference: `registry.example.com/churn@${digest}`, digest, pullPolicy: "IfNotPresent" },
    environment,
    ...(service && { service }),
  });
}

test("the timeouts are in the order that they owe each other", () => {
  expect(timeoutFaults(workloadTimeouts)).toEqual([]);
});

test("other settings are another ConfigMap, which the pods name; the same in another order are the same", () => {
  const [one, other] = [objects(), objects({}, { LOG_LEVEL: "debug" })];
  expect(other.configMap.metadata.name).not.toBe(one.configMap.metadata.name);
  const [{ envFrom } = expect.fail("no container")] = other.deployment.spec.template.spec.containers;
  expect(envFrom).toEqual([{ configMapRef: { name: other.configMap.metadata.name } }]);
  expect(objects({}, { B: "1", A: "2" }).configMap).toEqual(objects({}, { A: "2", B: "1" }).configMap);
});

test("no setting changes what selects the pods, because a Deployment's selector is immutable", () => {
  const changed = objects({ labels: { team: "risk" }, minReplicas: 3, logLevel: "debug", public: true });
  expect(changed.deployment.spec.selector).toEqual(objects().deployment.spec.selector);
  expect(changed.service.spec.selector).toEqual(objects().service.spec.selector);
});

test.each([
  [{ requestVcpus: 0.25 }, "250m"],
  [{ requestVcpus: 0.333, limitVcpus: 1 }, "333m"],
  [{ requestVcpus: 2, limitVcpus: 2 }, "2"],
])("%j is the quantity %s, as an API server writes it back", (settings, cpu) => {
  const [container] = objects(settings).deployment.spec.template.spec.containers;
  expect(container?.resources.requests.cpu).toBe(cpu);
});

test("the rollout's deadline leaves time to pull the image", () => {
  expect(objects({ startupSeconds: 30 }).deployment.spec.progressDeadlineSeconds).toBe(90);
});

describe("reached", () => {
  const host = { public: true, host: "churn.example.com" };

  test.each([
    [{}, "http://churn-api-dev.shop.svc", "ClusterIP"],
    [{ public: true }, undefined, "LoadBalancer"],
    [host, "http://churn.example.com", "ClusterIP"],
    [{ ...host, tlsSecret: "tls" }, "https://churn.example.com", "ClusterIP"],
    [{ ...host, gateway: "infra/public" }, "https://churn.example.com", "ClusterIP"],
    [{ ...host, gateway: "infra/public", gatewayTls: false }, "http://churn.example.com", "ClusterIP"],
  ])("with %j at %s through a %s", (settings, url, type) => {
    const made = objects(settings);
    expect(made.url).toBe(url);
    expect(made.service.spec.type).toBe(type);
  });

  test("through a load balancer of the cloud's kind, only where there is one", () => {
    const nlb: LoadBalancing = {
      annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" },
      loadBalancerClass: "eks.amazonaws.com/nlb",
      loadBalancerSourceRanges: ["203.0.113.0/24"],
      externalTrafficPolicy: "Local",
    };
    const { annotations, ...spec } = nlb;
    const open = objects({ public: true }, {}, nlb).service;
    expect([open.metadata, open.spec]).toMatchObject([{ annotations }, { type: "LoadBalancer", ...spec }]);
    expect(objects({}, {}, nlb)).toEqual(objects({}, {}));
    expect(objects(host, {}, nlb)).toEqual(objects(host, {}));
  });

  test("through ingress-nginx with streamed bodies of any size that the app takes", () => {
    const { ingress } = objects({ ...host, ingressClass: "nginx" });
    expect(ingress?.spec.ingressClassName).toBe("nginx");
    expect(ingress?.metadata.annotations).toMatchObject({
      "nginx.ingress.kubernetes.io/proxy-body-size": "1g",
      "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
    });
  });

  test("through the AWS Load Balancer Controller, from the internet to the pods of a Service without node ports", () => {
    const { ingress, service } = objects({ ...host, ingressClass: "alb" });
    expect(service.spec.type).toBe("ClusterIP");
    expect(ingress?.metadata.annotations).toMatchObject({
      "alb.ingress.kubernetes.io/scheme": "internet-facing",
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=5",
      "alb.ingress.kubernetes.io/healthcheck-path": "/ready",
    });
  });

  test("through Google's Ingress, which reads its class and its backend's settings from annotations", () => {
    const { ingress, service, customs } = objects({ ...host, ingressClass: "gce" });
    expect(ingress?.spec).not.toHaveProperty("ingressClassName");
    expect(ingress?.metadata.annotations).toHaveProperty(["kubernetes.io/ingress.class"], "gce");
    expect(service.metadata).toHaveProperty(
      ["annotations", "cloud.google.com/backend-config"],
      '{"default":"churn-api-dev"}',
    );
    expect(Object.keys(customs)).toEqual(["backend-config"]);
  });

  test("through a Gateway of GKE, which ends draining before the pod stops", () => {
    const { customs } = objects({ ...host, gateway: "infra/public", gatewayPolicies: "gke" });
    expect(Object.keys(customs)).toEqual(["route", "health-check", "backend-policy"]);
    expect(customs).toHaveProperty("route.spec.parentRefs.0.namespace", "infra");
    expect(customs).toHaveProperty("backend-policy.spec.default.connectionDraining.drainingTimeoutSec", 5);
    expect(workloadTimeouts.preStopSeconds).toBeGreaterThan(5);
  });
});

describe("named", () => {
  test.each([
    ["kubernetes", undefined, "bankchurn-api"],
    ["kubernetes-pr-12", "pr-12", "bankchurn-api-pr-12"],
  ])("for the stack %s", (stack, environment, name) => {
    expect(workloadName({ stack, model, ...(environment !== undefined && { environment }) })).toBe(name);
  });

  test("short enough for pods, and different for different long names", () => {
    const named = (environment: string) => workloadName({ stack: "kubernetes-x", model, environment });
    const [one, other] = [named(`${"a".repeat(60)}1`), named(`${"a".repeat(60)}2`)];
    expect(one.length).toBeLessThanOrEqual(46);
    expect(one).not.toBe(other);
  });

  test("as Services are, whatever the model's name", () => {
    const named = (name: string) => workloadName({ stack: "kubernetes", model: { ...model, name } });
    expect(named("Bank_Churn.v2")).toBe("bank-churn-v2-api");
    expect(named("2024-churn")).toBe("m2024-churn-api");
  });

  test("not at all if the stack's name does not fit a label", () => {
    const stack = `kubernetes-${"a".repeat(60)}`;
    expect(() => workloadName({ stack, model })).toThrow(DeploymentRefused);
    expect(() => workloadName({ stack, model })).toThrow("has 71 characters, but a label of Kubernetes takes 63");
  });

  test("a loaded image has its digest as its tag", () => {
    expect(loadedReference({ name: "churn-api", digest })).toBe(
      `docker.io/modelport/churn-api:sha256-${"ab".repeat(32)}`,
    );
  });
});
