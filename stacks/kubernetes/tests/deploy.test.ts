// What the checks of every target cannot know: which input a setting becomes, and what things are called and where they are.
import type { RawSettings } from "@modelport/target-kit";
import { declare as declareTarget, describeInputs, type Surroundings } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { kubernetes } from "../target.ts";

const declare = (settings: RawSettings = {}, surroundings?: Surroundings) =>
  declareTarget(kubernetes, suite, settings, surroundings);

const pod = "deployment.spec.template.spec";
const container = `${pod}.containers.0`;
const anything: unknown = expect.anything();

describeInputs(kubernetes, suite, [
  // The course's container and autoscaler.
  [
    {},
    {
      [`${container}.resources`]: {
        requests: { cpu: "250m", memory: "512Mi" },
        limits: { cpu: "500m", memory: "1Gi" },
      },
    },
  ],
  [{}, { "autoscaler.spec.minReplicas": 2, "autoscaler.spec.maxReplicas": 10 }],
  [{}, { "autoscaler.spec.metrics.0.resource.target": { type: "Utilization", averageUtilization: 70 } }],
  [{}, { "service.spec.ports.0.port": 80, [`${container}.ports.0.containerPort`]: 8000 }],
  [{}, { "deployment.spec.replicas": undefined }],
  [
    {},
    { [`${container}.lifecycle.preStop`]: { sleep: { seconds: 10 } }, [`${pod}.terminationGracePeriodSeconds`]: 30 },
  ],
  [{}, { "network.spec.egress": [], "network.spec.ingress": [{ ports: [{ protocol: "TCP", port: 8000 }] }] }],
  [{}, { "namespace.metadata.name": "example-api" }],
  [{}, { "settings.data.LOG_LEVEL": "info", "settings.immutable": true }],
  [{ logLevel: "warn" }, { "settings.data.LOG_LEVEL": "warn" }],
  [{ threshold: 0 }, { "settings.data.THRESHOLD": "0" }],
  [{ environment: { MAX_THREADS: "2" } }, { "settings.data.MAX_THREADS": "2" }],
  [
    { public: true, corsOrigins: ["https://a.example", "http://b:1"] },
    { "settings.data.CORS_ORIGINS": "https://a.example,http://b:1" },
  ],
  [{}, { "settings.data.WORKERS": undefined }],
  [{ limitVcpus: 4 }, { "settings.data.WORKERS": "4" }],
  [{ namespace: "shop" }, { "deployment.metadata.namespace": "shop", "service.metadata.namespace": "shop" }],
  [{ namespace: "shop", imagePullSecret: "registry" }, { [`${pod}.imagePullSecrets`]: [{ name: "registry" }] }],
  [
    { labels: { team: "risk" } },
    { "deployment.metadata.labels.team": "risk", "deployment.spec.template.metadata.labels.team": "risk" },
  ],
  [{ labels: { team: "risk" } }, { "deployment.spec.selector.matchLabels.team": undefined }],
  [
    { startupSeconds: 30 },
    { [`${container}.startupProbe.failureThreshold`]: 30, "deployment.spec.progressDeadlineSeconds": 90 },
  ],
  [{ scaleUpWindowSeconds: 30 }, { "autoscaler.spec.behavior.scaleUp.stabilizationWindowSeconds": 30 }],
  [{ scaleDownWindowSeconds: 60 }, { "autoscaler.spec.behavior.scaleDown.stabilizationWindowSeconds": 60 }],
  [{ public: true }, { "service.spec.type": "LoadBalancer" }],
  [
    { public: true, host: "churn.example.com" },
    { "service.spec.type": "ClusterIP", "ingress.spec.rules.0.host": "churn.example.com" },
  ],
  [
    { metrics: "service-monitor" },
    { "monitoring.kind": "ServiceMonitor", "monitoring.apiVersion": "monitoring.coreos.com/v1" },
  ],
  [{ metrics: "pod-monitoring" }, { "monitoring.kind": "PodMonitoring" }],
]);

describe("the image", () => {
  test("is pushed from the artifact, and pods name it by its digest", async () => {
    const { inputsOf, outputs, artifacts } = await declare({ pushImage: true });
    const [{ digest } = expect.fail("no artifact")] = artifacts;
    const repository = "registry.example.com/team/example-api";
    expect(inputsOf("image")).toMatchObject({ archive: anything, repository, digest });
    const [{ image, imagePullPolicy } = expect.fail("no container")] = containersOf(inputsOf("deployment"));
    expect([image, imagePullPolicy]).toEqual([`${repository}@${digest}`, "IfNotPresent"]);
    expect(outputs["imageReference"]).toBe(image);
  });

  test("that is loaded into a cluster is never pulled", async () => {
    const { inputsOf, artifacts } = await declare({
      imageRepository: undefined,
      pushImage: true,
      loadInto: "minikube",
    });
    const [{ digest } = expect.fail("no artifact")] = artifacts;
    expect(inputsOf("image")).toMatchObject({ into: "minikube", cluster: "minikube", name: "example-api", digest });
    const [{ image, imagePullPolicy } = expect.fail("no container")] = containersOf(inputsOf("deployment"));
    expect([image, imagePullPolicy]).toEqual([`docker.io/modelport/example-api:${digest.replace(":", "-")}`, "Never"]);
  });

  test("has no place unless a setting names one, and the sentence names both ways", async () => {
    await expect(declare({ imageRepository: undefined, pushImage: true })).rejects.toThrow(
      "Nothing says where the cluster finds the image: name a registry that its nodes can pull from with " +
        "`npx pulumi config set modelport:imageRepository registry.example.com/team/churn-api --stack kubernetes`, " +
        "or load it into a local cluster with `npx pulumi config set modelport:loadInto kind --stack kubernetes` (or minikube, or containerd).",
    );
  });
});

test("a private Service is called through the cluster that the provider deploys to", async () => {
  const config = { ...suite.config, "kubernetes:context": "prod", "kubernetes:kubeconfig": "/home/me/.kube/config" };
  const { outputs } = await declare({}, { config });
  expect(outputs["url"]).toBe("http://example-api.example-api.svc");
  expect(outputs["auth"]).toBe(
    "kubectl-port-forward:example-api/example-api?context=prod&kubeconfig=%2Fhome%2Fme%2F.kube%2Fconfig",
  );
});

test("a kubeconfig's contents, which hold credentials, are in no output", async () => {
  const config = { ...suite.config, "kubernetes:kubeconfig": "apiVersion: v1\nusers:\n- user: { token: hunter2 }\n" };
  const { outputs } = await declare({}, { config });
  expect(outputs["auth"]).toBe("kubectl-port-forward:example-api/example-api");
  expect(JSON.stringify(outputs)).not.toContain("hunter2");
});

test("stacks of one cluster share no name", async () => {
  const { inputsOf, outputs } = await declare({}, { stack: "kubernetes-pr-12" });
  expect(inputsOf("namespace")["metadata"]).toMatchObject({ name: "example-api-pr-12" });
  expect(outputs["serviceName"]).toBe("example-api-pr-12");
});

test("the nodes that the pods need are told, with their price if it is known", async () => {
  expect((await declare()).outputs["nodes"]).toBe("1 for 2 pods, 2 for 10, of 2 vCPUs and 8 GiB at an unknown price");
  const { outputs } = await declare({ nodeVcpus: 4, nodeMemoryGiB: 16, nodeUsdPerHour: 0.2 });
  expect(outputs["nodes"]).toBe("1 for 2 pods, 1 for 10, of 4 vCPUs and 16 GiB at 0.2 USD an hour");
});

interface Container {
  readonly image: string;
  readonly imagePullPolicy: string;
}

function containersOf(deployment: Readonly<Record<string, unknown>>): readonly Container[] {
  const { template } = deployment["spec"] as { template: { spec: { containers: readonly Container[] } } };
  return template.spec.containers;
}
