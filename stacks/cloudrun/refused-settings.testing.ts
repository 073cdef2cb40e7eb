// What the target refuses, and what it says: each command in a sentence is tried by settings.test.ts.
import type { RefusedSettings } from "../remedies.testing.ts";

export const refusedSettings: RefusedSettings = [
  [
    { memoryMiB: "1GiB" },
    [
      'modelport:memoryMiB is "1GiB", but it takes a whole number of MiB from 256 to 32768, written without the unit (1024 when left out); set it with `npx pulumi config set modelport:memoryMiB 1024 --stack cloudrun`.',
    ],
  ],
  [
    { timeoutSeconds: "2h" },
    [
      'modelport:timeoutSeconds is "2h", but it takes a whole number of seconds from 1 to 3600, written without the unit (300 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 3600 --stack cloudrun`.',
    ],
  ],
  [
    { ingress: "private" },
    [
      'modelport:ingress is "private", but it takes one of all, internal, internal-and-cloud-load-balancing ("all" when left out); set it with `npx pulumi config set modelport:ingress internal --stack cloudrun`.',
    ],
  ],
  [
    { ingress: "internet" },
    [
      'modelport:ingress is "internet", but it takes one of all, internal, internal-and-cloud-load-balancing ("all" when left out); set it with `npx pulumi config set modelport:ingress all --stack cloudrun`.',
    ],
  ],
  [
    { ingress: "vpc-only" },
    [
      'modelport:ingress is "vpc-only", but it takes one of all, internal, internal-and-cloud-load-balancing ("all" when left out); set it with `npx pulumi config set modelport:ingress internal --stack cloudrun`.',
    ],
  ],
  [
    { public: "yes" },
    [
      'modelport:public is "yes", but it takes true or false (false when left out); set it with `npx pulumi config set modelport:public true --stack cloudrun`.',
    ],
  ],
  [
    { corsOrigins: "app.example.com", public: true },
    [
      'modelport:corsOrigins is "app.example.com", but it takes a list of origins such as https://app.example.com, or * ([] when left out); set it with `npx pulumi config set modelport:corsOrigins \'["https://app.example.com"]\' --stack cloudrun`.',
    ],
  ],
  [
    { vcpus: "16" },
    [
      'modelport:vcpus is "16", but it takes a number from 0.08 to 8 (1 when left out); set it with `npx pulumi config set modelport:vcpus 8 --stack cloudrun`.',
    ],
  ],
  [
    { maxInstances: "0" },
    [
      'modelport:maxInstances is "0", but it takes a whole number from 1 to 1000 (10 when left out); set it with `npx pulumi config set modelport:maxInstances 1 --stack cloudrun`.',
    ],
  ],
  [
    { executionEnvironment: "2" },
    [
      'modelport:executionEnvironment is "2", but it takes one of gen1, gen2 ("gen2" when left out); set it with `npx pulumi config set modelport:executionEnvironment gen2 --stack cloudrun`.',
    ],
  ],
  [
    { vpcEgress: "all" },
    [
      'modelport:vpcEgress is "all", but it takes one of private-ranges-only, all-traffic ("private-ranges-only" when left out); set it with `npx pulumi config set modelport:vpcEgress all-traffic --stack cloudrun`.',
    ],
  ],
  [
    { invokers: '["allUsers"]' },
    [
      'modelport:invokers is ["allUsers"], but it takes a list of IAM members such as user:ann@example.com or serviceAccount:app@project.iam.gserviceaccount.com (use modelport:public for everyone) ([] when left out); correct it, or remove it with `npx pulumi config rm modelport:invokers --stack cloudrun`.',
    ],
  ],
  [
    { invokers: "ann@example.com" },
    [
      'modelport:invokers is "ann@example.com", but it takes a list of IAM members such as user:ann@example.com or serviceAccount:app@project.iam.gserviceaccount.com (use modelport:public for everyone) ([] when left out); set it with `npx pulumi config set modelport:invokers \'["user:ann@example.com"]\' --stack cloudrun`.',
    ],
  ],
  [
    { invokers: '["app@project.iam.gserviceaccount.com","user:ann@example.com"]' },
    [
      'modelport:invokers is ["app@project.iam.gserviceaccount.com","user:ann@example.com"], but it takes a list of IAM members such as user:ann@example.com or serviceAccount:app@project.iam.gserviceaccount.com (use modelport:public for everyone) ([] when left out); set it with `npx pulumi config set modelport:invokers \'["serviceAccount:app@project.iam.gserviceaccount.com","user:ann@example.com"]\' --stack cloudrun`.',
    ],
  ],
  [
    { domain: "https://Churn.example.com/" },
    [
      'modelport:domain is "https://Churn.example.com/", but it takes a domain name in lower case; set it with `npx pulumi config set modelport:domain churn.example.com --stack cloudrun`.',
    ],
  ],
  [
    { domain: "churn" },
    [
      'modelport:domain is "churn", but it takes a domain name in lower case; correct it, or remove it with `npx pulumi config rm modelport:domain --stack cloudrun`.',
    ],
  ],
  [
    { network: "my vpc" },
    [
      'modelport:network is "my vpc", but it takes the name or path of a VPC network; correct it, or remove it with `npx pulumi config rm modelport:network --stack cloudrun`.',
    ],
  ],
  [
    { memory: "1024" },
    [
      "modelport:memory is not a setting of the target cloudrun (did you mean modelport:memoryMiB?): the settings are ...; move its value with `npx pulumi config set modelport:memoryMiB 1024 --stack cloudrun`, and remove the old key with `npx pulumi config rm modelport:memory --stack cloudrun`.",
    ],
  ],
  [
    { minInstance: "1" },
    [
      "modelport:minInstance is not a setting of the target cloudrun (did you mean modelport:minInstances?): the settings are ...; move its value with `npx pulumi config set modelport:minInstances 1 --stack cloudrun`, and remove the old key with `npx pulumi config rm modelport:minInstance --stack cloudrun`.",
    ],
  ],
  [
    { labels: '{"team":5}' },
    [
      "modelport:labels has team, whose value YAML reads as a number: quote it in the stack's file, or set it with `npx pulumi config set --path modelport:labels.team 5 --type string --stack cloudrun`.",
    ],
  ],
  [
    { concurrency: 1, executionEnvironment: "gen1", vcpus: 0.3, memoryMiB: 1024 },
    [
      "modelport:memoryMiB is 1024, but modelport:vcpus is 0.3, with which Cloud Run takes 128 to 512 MiB: set it with `npx pulumi config set modelport:memoryMiB 512 --stack cloudrun`, or use `npx pulumi config set modelport:vcpus 0.5 --stack cloudrun`.",
    ],
  ],
  [
    { concurrency: 1, executionEnvironment: "gen1", vcpus: 0.5, memoryMiB: 2048 },
    [
      "modelport:memoryMiB is 2048, but modelport:vcpus is 0.5, with which Cloud Run takes 128 to 1024 MiB: set it with `npx pulumi config set modelport:memoryMiB 1024 --stack cloudrun`, or use `npx pulumi config set modelport:vcpus 1 --stack cloudrun`.",
    ],
  ],
  [
    { vcpus: 1, memoryMiB: 8192 },
    [
      "modelport:memoryMiB is 8192, but modelport:vcpus is 1, with which Cloud Run takes 128 to 4096 MiB: set it with `npx pulumi config set modelport:memoryMiB 4096 --stack cloudrun`, or use `npx pulumi config set modelport:vcpus 2 --stack cloudrun`.",
    ],
  ],
  [
    { vcpus: 4, memoryMiB: 1024 },
    [
      "modelport:memoryMiB is 1024, but modelport:vcpus is 4, with which Cloud Run takes 2048 to 16384 MiB: set it with `npx pulumi config set modelport:memoryMiB 2048 --stack cloudrun`.",
    ],
  ],
  [
    { vcpus: 8, memoryMiB: 2048 },
    [
      "modelport:memoryMiB is 2048, but modelport:vcpus is 8, with which Cloud Run takes 4096 to 32768 MiB: set it with `npx pulumi config set modelport:memoryMiB 4096 --stack cloudrun`.",
    ],
  ],
  [
    { vcpus: 3 },
    [
      "modelport:vcpus is 3, but Cloud Run takes 1, 2, 4, 6 or 8, or below 1 thousandths from 0.08: set it with `npx pulumi config set modelport:vcpus 4 --stack cloudrun` and its memory with `npx pulumi config set modelport:memoryMiB 2048 --stack cloudrun`.",
    ],
  ],
  [
    { vcpus: 3, memoryMiB: 4096 },
    [
      "modelport:vcpus is 3, but Cloud Run takes 1, 2, 4, 6 or 8, or below 1 thousandths from 0.08: set it with `npx pulumi config set modelport:vcpus 4 --stack cloudrun`.",
    ],
  ],
  [
    { concurrency: 1, executionEnvironment: "gen1", vcpus: 0.33333, memoryMiB: 512 },
    [
      "modelport:vcpus is 0.33333, but Cloud Run takes 1, 2, 4, 6 or 8, or below 1 thousandths from 0.08: set it with `npx pulumi config set modelport:vcpus 0.333 --stack cloudrun`.",
    ],
  ],
  [
    { memoryMiB: 256, executionEnvironment: "gen2" },
    [
      'modelport:executionEnvironment is "gen2", but modelport:memoryMiB is 256, and gen2 needs 512 MiB: set it with `npx pulumi config set modelport:memoryMiB 512 --stack cloudrun`, or use `npx pulumi config set modelport:executionEnvironment gen1 --stack cloudrun`.',
    ],
  ],
  [
    { vcpus: 0.5, concurrency: 80, executionEnvironment: "gen2", cpuAlways: true },
    [
      "modelport:concurrency is 80, but modelport:vcpus is 0.5: below 1 vCPU Cloud Run sends an instance one request at a time; set it with `npx pulumi config set modelport:concurrency 1 --stack cloudrun`, or use `npx pulumi config set modelport:vcpus 1 --stack cloudrun`.",
      'modelport:executionEnvironment is "gen2", but modelport:vcpus is 0.5: below 1 vCPU Cloud Run has gen1 only; set it with `npx pulumi config set modelport:executionEnvironment gen1 --stack cloudrun`, or use `npx pulumi config set modelport:vcpus 1 --stack cloudrun`.',
      "modelport:cpuAlways is true, but modelport:vcpus is 0.5: below 1 vCPU Cloud Run bills by request only; set it with `npx pulumi config set modelport:cpuAlways false --stack cloudrun`, or use `npx pulumi config set modelport:vcpus 1 --stack cloudrun`.",
    ],
  ],
  [
    { minInstances: 20, maxInstances: 10 },
    [
      "modelport:minInstances is 20, but modelport:maxInstances is 10: set that with `npx pulumi config set modelport:maxInstances 20 --stack cloudrun` or to more.",
    ],
  ],
  [
    { public: true, invokers: ["user:ann@example.com"] },
    [
      'modelport:invokers is ["user:ann@example.com"], but modelport:public is true, so anyone can call the endpoint: admit only these with `npx pulumi config rm modelport:public --stack cloudrun`, or everyone with `npx pulumi config rm modelport:invokers --stack cloudrun`.',
    ],
  ],
  [
    { corsOrigins: ["https://app.example.com"] },
    [
      'modelport:corsOrigins is ["https://app.example.com"], but modelport:public is false: browsers send CORS preflight requests without an identity token, and Cloud Run rejects those with 403; stay private with `npx pulumi config rm modelport:corsOrigins --stack cloudrun`, or let anyone call the service with `npx pulumi config set modelport:public true --stack cloudrun`.',
    ],
  ],
  [
    { vpcEgress: "all-traffic" },
    [
      'modelport:vpcEgress is "all-traffic", but no VPC is named: name yours with `npx pulumi config set modelport:network default --stack cloudrun`, or remove it with `npx pulumi config rm modelport:vpcEgress --stack cloudrun`.',
    ],
  ],
  [
    { domain: "churn.example.com", ingress: "internal" },
    [
      'modelport:domain is "churn.example.com", but modelport:ingress is "internal", which blocks requests to a mapped domain: remove it with `npx pulumi config rm modelport:domain --stack cloudrun`, or admit them with `npx pulumi config set modelport:ingress all --stack cloudrun`.',
    ],
  ],
  [
    { environment: { PORT: "80" } },
    [
      "modelport:environment has PORT, a name that Cloud Run reserves: remove it with `npx pulumi config rm --path modelport:environment.PORT --stack cloudrun`.",
    ],
  ],
  [
    { environment: { LOG_LEVEL: "debug" } },
    [
      "modelport:environment has LOG_LEVEL, which comes from modelport:logLevel: remove it with `npx pulumi config rm --path modelport:environment.LOG_LEVEL --stack cloudrun`.",
    ],
  ],
  [
    { environment: { "A-B": "1" } },
    [
      "modelport:environment has A-B, but a name is letters, digits and _, and begins with no digit: remove it with `npx pulumi config rm --path 'modelport:environment[\"A-B\"]' --stack cloudrun`.",
    ],
  ],
  [
    { environment: { DB_PASSWORD: "hunter2" } },
    [
      "modelport:environment has DB_PASSWORD, which looks like a secret and would be stored as plain text: remove it with `npx pulumi config rm --path modelport:environment.DB_PASSWORD --stack cloudrun`, keep it in Secret Manager and read it from there; the app itself needs no secret.",
    ],
  ],
  [
    { labels: { "managed-by": "me" } },
    [
      "modelport:labels has managed-by, by which the stack's resources are found: remove it with `npx pulumi config rm --path 'modelport:labels[\"managed-by\"]' --stack cloudrun`.",
    ],
  ],
  [
    { labels: { Team: "risk" } },
    [
      "modelport:labels has Team, but Google takes a letter and up to 62 lower-case letters, digits, _ or - as a name: remove it with `npx pulumi config rm --path modelport:labels.Team --stack cloudrun`.",
    ],
  ],
];
