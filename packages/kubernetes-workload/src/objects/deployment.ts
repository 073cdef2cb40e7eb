// The Deployment, and the pod that it runs.
import type { WorkloadSettings } from "../settings.ts";
import { workloadTimeouts } from "../timeouts.ts";
import { labelsOf, metadataOf, selectorOf, type Place } from "./place.ts";

/** Where the server listens. */
export const PORT = 8000;
export const PORT_NAME = "http";

/** The user `node` of the image, by number: the kubelet cannot tell whether a name is root. */
const USER = 1000;

/** The app writes no files; libraries may expect /tmp. */
const SCRATCH = "64Mi";

/** Beyond startupSeconds: to schedule a pod and to pull its image. */
const PULL_SECONDS = 60;

/** Old ReplicaSets that `kubectl rollout undo` can return to. */
const REVISIONS = 5;

/** How a pod gets its image; `V` is the type of a value that may be known later. */
export interface PodImage<V> {
  readonly reference: V;
  readonly digest: string;
  /** `Never` for an image that is only on the node. */
  readonly pullPolicy: "IfNotPresent" | "Never";
}

interface PodArgs<V> {
  readonly image: PodImage<V>;
  readonly configMap: string;
  readonly nodeSelector: Readonly<Record<string, string>> | undefined;
}

/** After this time without progress a rollout counts as failed. */
export function progressDeadlineSeconds({ startupSeconds }: WorkloadSettings): number {
  return startupSeconds + PULL_SECONDS;
}

/** No `replicas`: the autoscaler owns them, and each `up` would reset what it has set. */
export function deployment<V>(place: Place, settings: WorkloadSettings, pod: PodArgs<V>) {
  return {
    apiVersion: "apps/v1" as const,
    kind: "Deployment" as const,
    metadata: metadataOf(place),
    spec: {
      selector: { matchLabels: selectorOf(place) },
      revisionHistoryLimit: REVISIONS,
      progressDeadlineSeconds: progressDeadlineSeconds(settings),
      // Old pods stop only when as many new ones are ready.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
      template: {
        metadata: { labels: labelsOf(place) },
        spec: podSpec(place, settings, pod),
      },
    },
  };
}

function podSpec<V>(place: Place, settings: WorkloadSettings, { image, configMap, nodeSelector }: PodArgs<V>) {
  const { imagePullSecret } = settings;
  return {
    serviceAccountName: place.name,
    automountServiceAccountToken: false,
    // Variables such as API_PORT=tcp://... of other Services in the namespace could be taken for settings.
    enableServiceLinks: false,
    ...(imagePullSecret === undefined ? {} : { imagePullSecrets: [{ name: imagePullSecret }] }),
    ...(nodeSelector !== undefined && { nodeSelector: { ...nodeSelector } }),
    terminationGracePeriodSeconds: workloadTimeouts.graceSeconds,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) =>
      spread(place, topologyKey),
    ),
    containers: [container(settings, image, configMap)],
    volumes: [{ name: "tmp", emptyDir: { sizeLimit: SCRATCH } }],
  };
}

/**
 * Counted per ReplicaSet (`matchLabelKeys`), otherwise old pods push new ones aside during a rollout, and a full node never
 * blocks one (`ScheduleAnyway`): https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
function spread(place: Place, topologyKey: string) {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: selectorOf(place) },
    matchLabelKeys: ["pod-template-hash"],
  };
}

function container<V>(settings: WorkloadSettings, image: PodImage<V>, configMap: string) {
  return {
    name: "api",
    image: image.reference,
    imagePullPolicy: image.pullPolicy,
    // The end of the log becomes the pod's reason, which `up` prints: why a model cannot be loaded.
    terminationMessagePolicy: "FallbackToLogsOnError",
    ports: [{ name: PORT_NAME, containerPort: PORT, protocol: "TCP" }],
    envFrom: [{ configMapRef: { name: configMap } }],
    // Beside the image and not in the ConfigMap, so that a new model changes the Deployment only.
    env: [{ name: "MODELPORT_ARTIFACT_DIGEST", value: image.digest }],
    resources: {
      requests: { cpu: cpuQuantity(settings.requestVcpus), memory: memoryQuantity(settings.requestMemoryMiB) },
      limits: { cpu: cpuQuantity(settings.limitVcpus), memory: memoryQuantity(settings.limitMemoryMiB) },
    },
    // One failure a second, so that the threshold is startupSeconds.
    startupProbe: {
      ...probe("/ready"),
      periodSeconds: 1,
      timeoutSeconds: 1,
      failureThreshold: settings.startupSeconds,
    },
    readinessProbe: { ...probe("/ready"), periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    livenessProbe: { ...probe("/health"), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    // By the kubelet, because the image has no shell. Beta and on since 1.30, stable in 1.34 (KEP-3960).
    lifecycle: { preStop: { sleep: { seconds: workloadTimeouts.preStopSeconds } } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  };
}

const probe = (path: string) => ({ httpGet: { path, port: PORT_NAME, scheme: "HTTP" } });

// Quantities as an API server writes them back, so that a refresh finds no difference:
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/

function memoryQuantity(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024}Gi` : `${mib}Mi`;
}

function cpuQuantity(vcpus: number): string {
  return Number.isInteger(vcpus) ? String(vcpus) : `${Math.round(vcpus * 1000)}m`;
}
