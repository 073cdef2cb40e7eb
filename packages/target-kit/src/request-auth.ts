// What an endpoint demands of a request, as text for a stack's output and back; curl-line.ts makes a shell line of it.

/** The credentials or the place that an endpoint expects its callers to have. */
export type RequestAuth =
  | { readonly kind: "none" }
  /** AWS Signature Version 4, with the caller's credentials or those of an AWS CLI `profile`. */
  | { readonly kind: "aws-sigv4"; readonly region: string; readonly service: string; readonly profile?: string }
  /** A Google identity token of the caller's account, or of the service account to `impersonate`. */
  | { readonly kind: "google-identity-token"; readonly impersonate?: string }
  /** No credentials, but only from these ranges of addresses (CIDR), such as those that a security group lets in. */
  | { readonly kind: "address-ranges"; readonly cidrs: readonly string[] }
  /** No credentials, but only from inside a VPC. The ECS API says which image runs; `profile` is an AWS CLI profile. */
  | {
      readonly kind: "ecs-service";
      readonly region: string;
      readonly cluster: string;
      readonly service: string;
      readonly profile?: string;
    }
  /**
   * No credentials, but only from inside a cluster; from elsewhere through kubectl, with its flags of the same names.
   * `credentials` is the command, one of {@link CREDENTIAL_COMMANDS} with its flags, that writes the kubeconfig to the file in
   * KUBECONFIG.
   */
  | {
      readonly kind: "kubectl-port-forward";
      readonly namespace: string;
      readonly service: string;
      readonly context?: string;
      readonly kubeconfig?: string;
      readonly credentials?: readonly string[];
    };

/**
 * The commands that write a kubeconfig for a vendor's cluster. Nothing else is run for an `--auth`, whoever wrote it:
 * https://docs.aws.amazon.com/cli/latest/reference/eks/update-kubeconfig.html,
 * https://cloud.google.com/sdk/gcloud/reference/container/clusters/get-credentials
 */
export const CREDENTIAL_COMMANDS = [
  ["aws", "eks", "update-kubeconfig"],
  ["gcloud", "container", "clusters", "get-credentials"],
] as const;

type Kind = RequestAuth["kind"];

/** What follows the kind in its text: the pattern's groups are the members of that name; an option may be left out. */
const FORMS: Readonly<Record<Kind, { readonly place: RegExp; readonly options: readonly string[] }>> = {
  none: { place: /^$/, options: [] },
  "aws-sigv4": { place: /^:(?<region>[^:]+):(?<service>[^:]+)$/, options: ["profile"] },
  "google-identity-token": { place: /^$/, options: ["impersonate"] },
  "address-ranges": { place: /^:(?<cidrs>[\da-f.:]+\/\d{1,3}(?:,[\da-f.:]+\/\d{1,3})*)$/i, options: [] },
  "ecs-service": { place: /^:(?<region>[\w-]+):(?<cluster>[\w-]+)\/(?<service>[\w-]+)$/, options: ["profile"] },
  "kubectl-port-forward": {
    place: /^:(?<namespace>[a-z\d-]+)\/(?<service>[a-z\d-]+)$/,
    options: ["context", "kubeconfig", "credentials"],
  },
};

/** The texts that `--auth` accepts, for sentences and reference pages. */
export const REQUEST_AUTH_TEXTS = [
  "none",
  "aws-sigv4:<region>:<service>[?profile=<profile>]",
  "google-identity-token[?impersonate=<service account>]",
  "address-ranges:<cidr>,...",
  "ecs-service:<region>:<cluster>/<service>[?profile=<profile>]",
  "kubectl-port-forward:<namespace>/<service>[?context=...&kubeconfig=...]",
  "kubectl-port-forward:<namespace>/<service>[?context=...&credentials=...]",
] as const;

/** One word for a stack's output, such as `aws-sigv4:us-east-1:lambda?profile=dev`; {@link parseRequestAuth} reads it. */
export function requestAuthText(auth: RequestAuth): string {
  const members = auth as Readonly<Record<string, unknown>>;
  const options = FORMS[auth.kind].options
    .filter((name) => members[name] !== undefined)
    .map((name) => `${name}=${[members[name]].flat().map(encoded).join("+")}`);
  return `${auth.kind}${placeOf(auth)}${options.length === 0 ? "" : `?${options.join("&")}`}`;
}

/** Without a bare +, which joins the words of a command. */
const encoded = (value: unknown) => encodeURIComponent(String(value));

function placeOf(auth: RequestAuth): string {
  switch (auth.kind) {
    case "none":
    case "google-identity-token":
      return "";
    case "aws-sigv4":
      return `:${auth.region}:${auth.service}`;
    case "address-ranges":
      return `:${auth.cidrs.join(",")}`;
    case "ecs-service":
      return `:${auth.region}:${auth.cluster}/${auth.service}`;
    case "kubectl-port-forward":
      return `:${auth.namespace}/${auth.service}`;
  }
}

/** The reverse of {@link requestAuthText}; `undefined` for any other text. */
export function parseRequestAuth(text: string): RequestAuth | undefined {
  const [, kind = "", place = "", query] = /^([a-z\d-]+)(:[^?]*)?(?:\?(.*))?$/s.exec(text) ?? [];
  if (!Object.hasOwn(FORMS, kind)) return undefined;
  const form = FORMS[kind as Kind];
  const found = form.place.exec(place);
  const options = optionsOf(query, form.options);
  if (!found || !options) return undefined;
  const { cidrs, ...members } = found.groups ?? {};
  return { kind, ...members, ...(cidrs && { cidrs: cidrs.split(",") }), ...options } as RequestAuth;
}

type Options = Readonly<Record<string, string | readonly string[]>>;

/** The values behind `name=`, joined by `&`; undefined if one is empty, repeated or not among `names`. */
function optionsOf(query: string | undefined, names: readonly string[]): Options | undefined {
  const options: Record<string, string | readonly string[]> = {};
  for (const pair of query?.split("&") ?? []) {
    const [name = "", value] = pair.split(/=(.*)/s);
    const decoded = name === "credentials" ? commandOf(value) : decodedOf(value);
    if (!names.includes(name) || name in options || !decoded) return undefined;
    options[name] = decoded;
  }
  return options;
}

/** The words of one of {@link CREDENTIAL_COMMANDS}; undefined for any other command. */
function commandOf(text: string | undefined): readonly string[] | undefined {
  const words = text?.split("+").map((word) => decodedOf(word) ?? "") ?? [];
  if (words.includes("")) return undefined;
  const isKnown = CREDENTIAL_COMMANDS.some((known) => known.every((word, index) => words[index] === word));
  return isKnown ? words : undefined;
}

function decodedOf(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
