import type { Command } from "../command.ts";
import { flagLines } from "../flags.ts";
import { flags, parseOptions } from "./options.ts";
import { verifyDeployment } from "./run.ts";

const help = `Usage: modelport verify [flags]

Checks that a deployment is what was shipped: that it becomes ready, serves the given model
version, runs the given artifact, predicts what the trainer computed, and answers a bad
request as its contract says. A service of ECS that only its VPC can reach is not called: the
ECS API says whether its rollout is completed, and which image its tasks run.

Flags:
${flagLines(flags)}

Credentials:
  aws-sigv4              AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN,
                         otherwise \`aws configure export-credentials\`, which ?profile= always
                         uses
  google-identity-token  MODELPORT_TOKEN, otherwise \`gcloud auth print-identity-token\` for
                         this address, for the service account in ?impersonate=,
                         CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT or
                         GOOGLE_IMPERSONATE_SERVICE_ACCOUNT if one is set
  ecs-service            the same as aws-sigv4, for the ECS API alone: the endpoint is not called
  kubectl-port-forward   those of kubectl, or those that the command in ?credentials= writes into a
                         temporary kubeconfig; MODELPORT_TOKEN as a bearer token, if it is set
  address-ranges, none   MODELPORT_TOKEN as a bearer token, if it is set
They are never printed.

Exit codes: 0 every check is ok, 1 a check failed, 2 a wrong command line or no credentials;
130 or 143 interrupted.

Examples:
  modelport verify
      the local stack of this clone
  modelport verify --url https://model.example.com --model-version 1.2.0
  modelport verify --url "$(npx pulumi stack output url --stack lambda)" \\
    --auth "$(npx pulumi stack output auth --stack lambda)" \\
    --artifact-digest "$(npx pulumi stack output artifactDigest --stack lambda)"`;

export const verify: Command = {
  name: "verify",
  summary: "whether a deployment is what was shipped",
  help,
  run: (argv, tools) => verifyDeployment(parseOptions(argv, tools.environment), tools),
};
