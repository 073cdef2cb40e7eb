// How the image gets to the cluster's nodes.
import { loadedReference, type PodImage } from "@modelport/kubernetes-workload/objects";
import { Image } from "@modelport/image-push/image-resource.ts";
import { LoadedImage } from "@modelport/kubernetes-workload/loaded-image-resource.ts";
import { configCommand, type DeployableArtifact, DeploymentRefused } from "@modelport/target-kit";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesSettings } from "../settings.ts";

export type ImageSource =
  | { readonly kind: "registry"; readonly repository: string; readonly push: boolean }
  | { readonly kind: "loaded"; readonly into: "kind" | "minikube" | "containerd"; readonly cluster: string };

const USUAL_CLUSTER = { kind: "kind", minikube: "minikube", containerd: "" } as const;

/** @throws {DeploymentRefused} if the settings name no place for the image: nobody can guess one */
export function imageSource(settings: KubernetesSettings, stack: string): ImageSource {
  const { imageRepository: repository, pushImage: push, loadInto: into, localCluster } = settings;
  if (into !== "none") return { kind: "loaded", into, cluster: localCluster ?? USUAL_CLUSTER[into] };
  if (repository !== undefined) return { kind: "registry", repository, push };
  const set = (key: string, value: string) => configCommand({ key, value }, stack);
  throw new DeploymentRefused(
    "Nothing says where the cluster finds the image: name a registry that its nodes can pull from with " +
      `${set("imageRepository", "registry.example.com/team/churn-api")}, ` +
      `or load it into a local cluster with ${set("loadInto", "kind")} (or minikube, or containerd).`,
  );
}

export interface DeployedImage {
  readonly modelVersion: string;
  readonly artifact: DeployableArtifact;
  readonly source: ImageSource;
  /** Its last part names a loaded image. */
  readonly name: string;
}

export interface ImageOnNodes {
  readonly image: PodImage<string>;
  /** What brings it there. The reference is known before, so that a preview and manifests have it. */
  readonly bringers: readonly pulumi.Resource[];
}

/** The image as the pods refer to it. */
export function podImage(
  name: string,
  { modelVersion, artifact, source, name: imageName }: DeployedImage,
  options: pulumi.CustomResourceOptions,
): ImageOnNodes {
  const { path: archive, digest } = artifact;
  if (source.kind === "loaded") {
    const { into, cluster } = source;
    const inputs = { archive, digest, into, cluster, name: imageName };
    const loaded = new LoadedImage(`${name}-image`, inputs, options);
    // A registry does not have it: a pod on a node that lacks it must fail with that reason.
    const image: PodImage<string> = { reference: loadedReference(inputs), digest, pullPolicy: "Never" };
    return { image, bringers: [loaded] };
  }
  const { repository, push } = source;
  const image: PodImage<string> = { reference: `${repository}@${digest}`, digest, pullPolicy: "IfNotPresent" };
  if (!push) return { image, bringers: [] };
  const tag = `${modelVersion.replaceAll(/[^\w.-]/g, "-")}-${digest.replace("sha256:", "").slice(0, 12)}`;
  return { image, bringers: [new Image(`${name}-image`, { archive, repository, digest, tag }, options)] };
}
