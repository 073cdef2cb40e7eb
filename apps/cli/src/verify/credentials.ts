// What proves who asks, from the environment or from the vendor's own command line. Nothing of it is ever printed.
import { execFile } from "node:child_process";
import { UsageError } from "../exit.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const TOOL_TIMEOUT_MS = 60_000;

/** @throws {UsageError} where there are none, with the way to have some */
export async function awsCredentials(environment: Environment): Promise<AwsCredentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  }
  if (AWS_ACCESS_KEY_ID || AWS_SECRET_ACCESS_KEY) {
    const [has, lacks] = AWS_ACCESS_KEY_ID
      ? ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
      : ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"];
    throw new UsageError(`${has} is set, but ${lacks} is not: set both, or neither to ask the aws command line.`);
  }
  const said = await outputOf("aws", ["configure", "export-credentials", "--format", "process"], environment, {
    missing:
      "--auth aws-sigv4 needs credentials, but AWS_ACCESS_KEY_ID is not set and there is no aws on PATH: " +
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or install the AWS CLI, version 2.",
    remedy: "log in (`aws sso login`, `aws configure`), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  });
  return exportedCredentials(said);
}

function exportedCredentials(text: string): AwsCredentials {
  try {
    const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(text) as Record<string, string | undefined>;
    if (AccessKeyId && SecretAccessKey) {
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(SessionToken && { sessionToken: SessionToken }),
      };
    }
  } catch {
    // Said below.
  }
  throw new UsageError(
    "`aws configure export-credentials --format process` printed no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  );
}

/** @throws {UsageError} where there is none, with the way to have one */
export async function googleIdentityToken(environment: Environment): Promise<string> {
  const said = await outputOf("gcloud", ["auth", "print-identity-token"], environment, {
    missing:
      "--auth google-identity-token needs a token, but MODELPORT_TOKEN is not set and there is no gcloud on PATH: " +
      "set MODELPORT_TOKEN to an identity token, or install the Google Cloud CLI.",
    remedy: "log in with `gcloud auth login`, or set MODELPORT_TOKEN to an identity token for this address",
  });
  const token = said.trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return token;
  throw new UsageError(
    "`gcloud auth print-identity-token` printed no identity token: log in with `gcloud auth login`, or set MODELPORT_TOKEN.",
  );
}

function outputOf(
  command: string,
  args: readonly string[],
  environment: Environment,
  { missing, remedy }: { readonly missing: string; readonly remedy: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: environment as NodeJS.ProcessEnv, timeout: TOOL_TIMEOUT_MS };
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (error.code === "ENOENT") return reject(new UsageError(missing));
      const why = error.killed ? `no answer within ${TOOL_TIMEOUT_MS / 1000} s` : lastLine(stderr);
      reject(new UsageError(`\`${[command, ...args].join(" ")}\` failed${why && `: ${why}`}; ${remedy}.`));
    });
  });
}

function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").slice(0, 200).replace(/[.;:]+$/, "");
}
