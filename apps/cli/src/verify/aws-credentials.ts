// AWS credentials, from the environment or from the AWS CLI. Never printed.
import { shown, UsageError } from "../exit.ts";
import { type Environment, outputOf, runTool } from "./vendor-tool.ts";

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Those of `profile`, which only the AWS CLI can read; without a profile those of the environment come first.
 * @param kind of `--auth`, for sentences
 * @throws {UsageError} if there are none, saying how to get some
 */
export async function awsCredentials(
  environment: Environment,
  { kind, profile }: { readonly kind: string; readonly profile?: string },
): Promise<AwsCredentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (profile !== undefined) return exported(environment, ["--profile", profile], adviceFor(profile));
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
    throw new UsageError(`${has} is set, but ${lacks} is not: set both, or neither to use the AWS CLI.`);
  }
  return exported(environment, [], {
    missing:
      `--auth ${kind} needs credentials, but AWS_ACCESS_KEY_ID is not set and there is no aws on PATH: ` +
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or install the AWS CLI, version 2.",
    remedy: "log in (`aws sso login`, `aws configure`), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  });
}

function adviceFor(profile: string) {
  return {
    missing:
      `--auth names the profile ${shown(profile)}, but there is no aws on PATH to read it: install the AWS CLI, version 2, ` +
      "or leave out ?profile= and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    remedy: `log in to that profile, or name another one as aws:profile in the stack's settings`,
  };
}

async function exported(
  environment: Environment,
  flags: readonly string[],
  advice: Parameters<typeof outputOf>[1],
): Promise<AwsCredentials> {
  const args = ["configure", "export-credentials", "--format", "process", ...flags];
  const text = outputOf(await runTool("aws", args, environment), advice);
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
    // Reported below.
  }
  throw new UsageError(
    `\`aws ${args.join(" ")}\` printed no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
  );
}
