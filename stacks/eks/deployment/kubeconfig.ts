import type * as pulumi from "@pulumi/pulumi";

/** `V` is the type of a value that may be known later. */
export interface ClusterAccess<V = pulumi.Output<string>> {
  readonly name: V;
  readonly endpoint: V;
  /** In base64. */
  readonly certificateAuthority: V;
}

export interface Account {
  readonly region: string;
  /** The AWS CLI profile that deploys, if the stack names one. */
  readonly profile?: string;
}

/**
 * A kubeconfig without a credential: the AWS CLI gives a token of 15 minutes when it is used, so that none is in the state. As
 * `aws eks update-kubeconfig` writes it: https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
 */
export function kubeconfigOf(cluster: ClusterAccess<string>, { region, profile }: Account): string {
  const { name, endpoint: server, certificateAuthority } = cluster;
  const args = ["eks", "get-token", "--cluster-name", name, "--region", region, "--output", "json"];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [...args, ...(profile === undefined ? [] : ["--profile", profile])],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
