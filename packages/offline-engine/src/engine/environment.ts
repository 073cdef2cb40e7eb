// The environment of an offline run: no one's accounts, and no providers except the stand-ins.
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { OfflineFolder } from "./offline-folder.ts";
import { repositoryRoot, withCli, type PulumiCli } from "./pulumi-cli.ts";
import { surroundingsEnvironment } from "../provider/surroundings.ts";

/** Variables that point to accounts, clusters and backends. */
const OF_ACCOUNTS =
  /^(AWS|GOOGLE|GCP|GCLOUD|CLOUDSDK|ARM|AZURE|PULUMI|KUBE|KUBECONFIG|USE_GKE_GCLOUD_AUTH_PLUGIN)(_|$)/;

const hooks = pathToFileURL(path.resolve(import.meta.dirname, "..", "program", "sdk-hooks.mjs")).href;

export interface RunSetting {
  readonly folder: OfflineFolder;
  readonly cli: PulumiCli;
  /** `host:port` */
  readonly registry: string;
}

export function offlineEnvironment({ folder, cli, registry }: RunSetting): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !OF_ACCOUNTS.test(name));
  const nowhere = path.join(folder.home, "nothing");
  return withCli(cli, {
    ...Object.fromEntries(own),
    TMPDIR: folder.temporary,
    PULUMI_BACKEND_URL: pathToFileURL(folder.state).href,
    PULUMI_HOME: folder.home,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // A real provider on the user's PATH must not replace a stand-in.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    // Makes the CLI accept --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    // The clouds' own libraries must not find the user's accounts either.
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ACCESS_KEY_ID: "offline",
    AWS_SECRET_ACCESS_KEY: "offline",
    // With an account that the stack file names, programs call this and not the cloud.
    AWS_ENDPOINT_URL_LAMBDA: `http://${registry}`,
    GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: `http://${registry}/`,
    GOOGLE_CONTAINER_CUSTOM_ENDPOINT: `http://${registry}/`,
    GOOGLE_ARTIFACT_REGISTRY_CUSTOM_ENDPOINT: `http://${registry}/`,
    GOOGLE_IAM_BETA_CUSTOM_ENDPOINT: `http://${registry}/`,
    CLOUDSDK_CONFIG: nowhere,
    METADATA_SERVER_DETECTION: "none",
    NODE_OPTIONS: [process.env["NODE_OPTIONS"], `--import=${hooks}`].filter(Boolean).join(" "),
    ...surroundingsEnvironment({ cloudFolder: folder.cloud, registry, registryFolder: folder.images }),
  });
}

export const nodeModules = path.join(repositoryRoot, "node_modules");
