// How the cluster's API is reached, and the kubeconfig that does so.
import type { Place } from "@modelport/google";
import { configCommand, impersonated } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import type { GkeSettings } from "../settings.ts";

/**
 * Either the DNS name, which answers callers with the permission container.clusters.connect alone, or IP addresses
 * (https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation). Both are always stated: Google keeps what is left
 * out. Without IP addresses the API itself says that the private endpoint is enforced, whatever is declared
 * (terraform-provider-google resource_container_cluster.go, containerClusterApiDictatedPrivateEndpointField).
 */
export function controlPlaneAccess({ controlPlane, apiCidrs, privateNodes }: GkeSettings) {
  return {
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: controlPlane === "dns" },
      ipEndpointsConfig: { enabled: controlPlane !== "dns" },
    },
    privateClusterConfig: { enablePrivateNodes: privateNodes, enablePrivateEndpoint: controlPlane !== "public" },
    // Without any, those of the nodes alone: "Omit the nested cidr_blocks attribute to disallow external access" in
    // https://github.com/hashicorp/terraform-provider-google/blob/main/website/docs/r/container_cluster.html.markdown. The private
    // endpoint ignores them by default: private_endpoint_enforcement_enabled in resource_container_cluster.go.
    ...(controlPlane !== "dns" && {
      masterAuthorizedNetworksConfig: {
        cidrBlocks: apiCidrs.map((cidrBlock) => ({ cidrBlock })),
        gcpPublicCidrsAccessEnabled: false,
        privateEndpointEnforcementEnabled: true,
      },
    }),
  };
}

/** The addresses of a cluster's API, and the certificate of those that are numbers. */
export interface Endpoints {
  readonly dns: pulumi.Output<string>;
  readonly ip: pulumi.Output<string>;
  readonly certificate: pulumi.Output<string>;
}

const INSTALL_HINT =
  "Install gke-gcloud-auth-plugin: https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin";

/** Without a token: the plugin gets one for the identity that deploys, the application default credentials. */
export function kubeconfigOf(
  cluster: string,
  { dns, ip, certificate }: Endpoints,
  { controlPlane }: Pick<GkeSettings, "controlPlane">,
  stack: string,
): pulumi.Output<string> {
  const { impersonate } = impersonated(pulumi.runtime.allConfig(), stack);
  if (impersonate === undefined) warnOfOtherCredentials(stack);
  // The plugin has both flags, and impersonates with gcloud's login only: cloud-provider-gcp cmd/gke-gcloud-auth-plugin/cred.go.
  const args =
    impersonate === undefined
      ? ["--use_application_default_credentials"]
      : ["--impersonate_service_account", impersonate];
  // Google's own certificate authority signs for the DNS name.
  const server =
    controlPlane === "dns"
      ? { server: pulumi.interpolate`https://${dns}` }
      : { server: pulumi.interpolate`https://${ip}`, "certificate-authority-data": certificate };
  return pulumi.jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: cluster, cluster: server }],
    users: [
      {
        name: cluster,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            args,
            installHint: INSTALL_HINT,
            interactiveMode: "Never",
            provideClusterInfo: true,
          },
        },
      },
    ],
    contexts: [{ name: cluster, context: { cluster, user: cluster } }],
    "current-context": cluster,
  });
}

/** The Google provider prefers these to the application default credentials, and would create a cluster that `up` cannot enter. */
function warnOfOtherCredentials(stack: string, env: NodeJS.ProcessEnv = process.env): void {
  const config = pulumi.runtime.allConfig();
  const key = ["gcp:credentials", "gcp:accessToken"].find((each) => config[each] !== undefined);
  if (key === undefined || env["GOOGLE_APPLICATION_CREDENTIALS"]) return;
  void pulumi.log.warn(
    `${key} is set, but gke-gcloud-auth-plugin reads the application default credentials only: if they are not of the same account, ` +
      `name the file with the account's key in GOOGLE_APPLICATION_CREDENTIALS, and remove the setting with ${configCommand({ key }, stack)}.`,
  );
}

const FLAGS = { dns: ["--dns-endpoint"], public: [], private: ["--internal-ip"] } as const;

/** The command that writes a kubeconfig for people, and the name of the context in it. */
export function credentialsOf(
  cluster: string,
  { project, region }: Place,
  { controlPlane }: Pick<GkeSettings, "controlPlane">,
): { readonly credentials: readonly string[]; readonly context: string } {
  const place = ["--region", region, "--project", project];
  return {
    credentials: ["gcloud", "container", "clusters", "get-credentials", cluster, ...place, ...FLAGS[controlPlane]],
    context: `gke_${project}_${region}_${cluster}`,
  };
}
