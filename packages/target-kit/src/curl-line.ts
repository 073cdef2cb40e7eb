// A request for a prediction as a shell line that works when it is pasted.
import type { RequestAuth } from "./request-auth.ts";
import { shellWord } from "./shell-word.ts";

type PortForward = Extract<RequestAuth, { readonly kind: "kubectl-port-forward" }>;

/**
 * The arguments of `gcloud` that give an identity token for a service at `url`. Service accounts must name its audience,
 * and the accounts of people must not: gcloud refuses them `--audiences`. It knows impersonation from this flag alone
 * (gcloud, lib/surface/auth/print_identity_token.py).
 */
export function identityTokenArguments(url: string, impersonate?: string): readonly string[] {
  const account = impersonate === undefined ? [] : [`--impersonate-service-account=${impersonate}`, "--include-email"];
  return ["auth", "print-identity-token", ...account, `--audiences=${new URL(url).origin}`];
}

/** For accounts to which gcloud refuses an audience. */
export const IDENTITY_TOKEN_OF_A_PERSON = ["auth", "print-identity-token"] as const;

/**
 * The arguments of `kubectl` that open a free port of this machine's 127.0.0.1 to the service's port, which is that of `url`
 * (http://<service>.<namespace>.svc). Its first line is `Forwarding from 127.0.0.1:<port> -> <target port>`: without an
 * address it would listen on ::1 too, and print two (https://kubernetes.io/docs/reference/kubectl/generated/kubectl_port-forward/).
 */
export function portForwardArguments({ namespace, service, context, kubeconfig }: PortForward, url: string): string[] {
  return [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    `--namespace=${namespace}`,
    "port-forward",
    `service/${service}`,
    `:${new URL(url).port || "80"}`,
    "--address=127.0.0.1",
  ];
}

/** A shell line that keeps a port open for `url` until Ctrl-C, and prints which; undefined if `auth` needs none. */
export function portForwardLine(auth: RequestAuth, url: string): string | undefined {
  if (auth.kind !== "kubectl-port-forward") return undefined;
  return withCredentials(auth, ["kubectl", ...portForwardArguments(auth, url).map(shellWord)].join(" "));
}

/** `line` with a kubeconfig of its own, if `auth` says how to get one. It is gone afterwards, in dash only with both traps. */
function withCredentials({ credentials: command }: PortForward, line: string): string {
  if (command === undefined) return line;
  return (
    `(folder="$(mktemp -d)" && trap 'rm -r "$folder"' EXIT && trap 'exit 130' INT TERM && ` +
    `export KUBECONFIG="$folder/config" && ` +
    `${command.map(shellWord).join(" ")} >/dev/null && ${line})`
  );
}

/** A shell line that posts `instance` to `predictUrl`. */
export function curlLine(predictUrl: string, auth: RequestAuth, instance: Readonly<Record<string, unknown>>): string {
  const data = `-H 'content-type: application/json' -d ${shellWord(JSON.stringify(instance))}`;
  if (auth.kind === "kubectl-port-forward") return throughKubectl(predictUrl, auth, data);
  const curl = ["curl -s", predictUrl, ...credentials(predictUrl, auth), data].join(" ");
  const steps = [...preparation(auth), curl];
  return steps.length === 1 ? curl : `(${steps.join(" && ")})`;
}

/**
 * kubectl and curl as the two ends of a pipe, which needs no file and no free port that somebody else could take. The trap
 * ends kubectl in every case, and the line's exit code is curl's.
 */
function throughKubectl(predictUrl: string, auth: PortForward, data: string): string {
  const kubectl = portForwardArguments(auth, predictUrl).map(shellWord).join(" ");
  const curl = `curl -s "http://$address${new URL(predictUrl).pathname}" ${data}`;
  return withCredentials(
    auth,
    `sh -c 'echo $$; exec kubectl "$@"' sh ${kubectl} | ` +
      `(read -r pid && trap 'kill -INT $pid 2>/dev/null' EXIT && read -r forwarding from address rest && ${curl})`,
  );
}

/** The arguments of `curl` that authenticate; the shell expands the secrets, so that the line itself contains none. */
function credentials(url: string, auth: RequestAuth): readonly string[] {
  if (auth.kind === "google-identity-token") {
    const gcloud = ["gcloud", ...identityTokenArguments(url, auth.impersonate).map(shellWord)].join(" ");
    const person = ["gcloud", ...IDENTITY_TOKEN_OF_A_PERSON].join(" ");
    const token = auth.impersonate === undefined ? `${gcloud} 2>/dev/null || ${person}` : gcloud;
    return [`-H "authorization: Bearer $(${token})"`];
  }
  if (auth.kind !== "aws-sigv4") return [];
  return [
    `--aws-sigv4 aws:amz:${auth.region}:${auth.service}`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    // Long-lived keys have no token, and curl 7.86 to 8.2 signs an empty header that it does not send (curl/curl#11664). One
    // word, with no space behind -H: zsh does not split what a variable gives.
    '${AWS_SESSION_TOKEN:+-H"x-amz-security-token: $AWS_SESSION_TOKEN"}',
  ];
}

/** What must succeed before `curl` in the same shell; a profile of long-lived keys must not get the shell's session token. */
function preparation(auth: RequestAuth): readonly string[] {
  if (auth.kind !== "aws-sigv4" || auth.profile === undefined) return [];
  const exported = `aws configure export-credentials --profile ${shellWord(auth.profile)} --format env`;
  return [`keys="$(${exported})"`, "unset AWS_SESSION_TOKEN", 'eval "$keys"'];
}
