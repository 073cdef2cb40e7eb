import type { Command } from "../command.ts";
import { flagLines } from "../flags.ts";
import { flags, parseOptions } from "./options.ts";
import { verifyDeployment } from "./run.ts";

const help = `Usage: modelport verify [flags]

Asks a deployment whether it is what was shipped: that it gets ready, serves the model
version and runs the artifact that are named, predicts what the trainer computed, and
answers a bad request as its contract says.

Flags:
${flagLines(flags)}

Who asks: with aws-sigv4 the credentials of AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
AWS_SESSION_TOKEN, else those of \`aws configure export-credentials\`, of which alone a
?profile= is; with google-identity-token MODELPORT_TOKEN, else \`gcloud auth
print-identity-token\` for this address, of the service account that ?impersonate=,
CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT or GOOGLE_IMPERSONATE_SERVICE_ACCOUNT names; with
none MODELPORT_TOKEN as a bearer token, where it is set. None of it is printed.

Exit codes: 0 every check is ok, 1 what answers is not what was shipped or nothing
answers, 2 a wrong command line or no credentials; 130 or 143 interrupted.

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
