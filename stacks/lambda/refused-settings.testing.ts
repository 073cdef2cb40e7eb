// What the target refuses, and what it says: each command in a sentence is tried by settings.test.ts.
import type { RefusedSettings } from "../remedies.testing.ts";

export const refusedSettings: RefusedSettings = [
  [
    { memoryMiB: "64" },
    [
      'modelport:memoryMiB is "64", but it takes a whole number of MiB from 128 to 10240, written without the unit (1024 when left out); set it with `npx pulumi config set modelport:memoryMiB 128 --stack lambda`.',
    ],
  ],
  [
    { memoryMiB: "2GiB" },
    [
      'modelport:memoryMiB is "2GiB", but it takes a whole number of MiB from 128 to 10240, written without the unit (1024 when left out); set it with `npx pulumi config set modelport:memoryMiB 2048 --stack lambda`.',
    ],
  ],
  [
    { memoryMiB: "512MB" },
    [
      'modelport:memoryMiB is "512MB", but it takes a whole number of MiB from 128 to 10240, written without the unit (1024 when left out); set it with `npx pulumi config set modelport:memoryMiB 512 --stack lambda`.',
    ],
  ],
  [
    { memoryMiB: "lots" },
    [
      'modelport:memoryMiB is "lots", but it takes a whole number of MiB from 128 to 10240, written without the unit (1024 when left out); set it with `npx pulumi config set modelport:memoryMiB 1024 --stack lambda`.',
    ],
  ],
  [
    { timeoutSeconds: "901" },
    [
      'modelport:timeoutSeconds is "901", but it takes a whole number of seconds from 1 to 900, written without the unit (30 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 900 --stack lambda`.',
    ],
  ],
  [
    { timeoutSeconds: "1m" },
    [
      'modelport:timeoutSeconds is "1m", but it takes a whole number of seconds from 1 to 900, written without the unit (30 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 60 --stack lambda`.',
    ],
  ],
  [
    { endpoint: "alb" },
    [
      'modelport:endpoint is "alb", but it takes one of function-url, http-api, rest-api ("function-url" when left out); set it with `npx pulumi config set modelport:endpoint function-url --stack lambda`.',
    ],
  ],
  [
    { endpoint: "REST" },
    [
      'modelport:endpoint is "REST", but it takes one of function-url, http-api, rest-api ("function-url" when left out); set it with `npx pulumi config set modelport:endpoint rest-api --stack lambda`.',
    ],
  ],
  [
    { endpoint: "functionURL" },
    [
      'modelport:endpoint is "functionURL", but it takes one of function-url, http-api, rest-api ("function-url" when left out); set it with `npx pulumi config set modelport:endpoint function-url --stack lambda`.',
    ],
  ],
  [
    { logRetentionDays: "31" },
    [
      'modelport:logRetentionDays is "31", but it takes one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (30 when left out); set it with `npx pulumi config set modelport:logRetentionDays 60 --stack lambda`.',
    ],
  ],
  [
    { logRetentionDays: "forever" },
    [
      'modelport:logRetentionDays is "forever", but it takes one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (30 when left out); set it with `npx pulumi config set modelport:logRetentionDays 30 --stack lambda`.',
    ],
  ],
  [
    { public: "yes" },
    [
      'modelport:public is "yes", but it takes true or false (false when left out); set it with `npx pulumi config set modelport:public true --stack lambda`.',
    ],
  ],
  [
    { public: "off" },
    [
      'modelport:public is "off", but it takes true or false (false when left out); set it with `npx pulumi config set modelport:public false --stack lambda`.',
    ],
  ],
  [
    { public: "perhaps" },
    [
      'modelport:public is "perhaps", but it takes true or false (false when left out); set it with `npx pulumi config set modelport:public true --stack lambda`, or with `npx pulumi config set modelport:public false --stack lambda`.',
    ],
  ],
  [
    { corsOrigins: '["https://app.example.com/"]' },
    [
      'modelport:corsOrigins is ["https://app.example.com/"], but it takes a list of origins such as https://app.example.com, or * ([] when left out); set it with `npx pulumi config set modelport:corsOrigins \'["https://app.example.com"]\' --stack lambda`.',
    ],
  ],
  [
    { corsOrigins: '["app.example.com"]' },
    [
      'modelport:corsOrigins is ["app.example.com"], but it takes a list of origins such as https://app.example.com, or * ([] when left out); set it with `npx pulumi config set modelport:corsOrigins \'["https://app.example.com"]\' --stack lambda`.',
    ],
  ],
  [
    { corsOrigins: "https://app.example.com, localhost:3000" },
    [
      'modelport:corsOrigins is "https://app.example.com, localhost:3000", but it takes a list of origins such as https://app.example.com, or * ([] when left out); set it with `npx pulumi config set modelport:corsOrigins \'["https://app.example.com","http://localhost:3000"]\' --stack lambda`.',
    ],
  ],
  [
    { corsOrigins: '["https://app.example.com","*.example.com"]' },
    [
      'modelport:corsOrigins is ["https://app.example.com","*.example.com"], but it takes a list of origins such as https://app.example.com, or * ([] when left out); keep the valid ones with `npx pulumi config set modelport:corsOrigins \'["https://app.example.com"]\' --stack lambda`.',
    ],
  ],
  [
    { corsOrigins: "null" },
    [
      "modelport:corsOrigins is null, but it takes a list of origins such as https://app.example.com, or * ([] when left out); correct it, or remove it with `npx pulumi config rm modelport:corsOrigins --stack lambda`.",
    ],
  ],
  [
    { invokers: '["*"]' },
    [
      'modelport:invokers is ["*"], but it takes a list of account ids and ARNs of roles and users (use modelport:public for everyone) ([] when left out); correct it, or remove it with `npx pulumi config rm modelport:invokers --stack lambda`.',
    ],
  ],
  [
    { invokers: "[123456789012]" },
    [
      "modelport:invokers is [123456789012], but it takes a list of account ids and ARNs of roles and users (use modelport:public for everyone) ([] when left out); YAML reads 123456789012 as a number: quote it in the stack's file, or set the list with `npx pulumi config set modelport:invokers '[\"123456789012\"]' --stack lambda`.",
    ],
  ],
  [
    { invokers: "[12345678901,210987654321]" },
    [
      'modelport:invokers is [12345678901,210987654321], but it takes a list of account ids and ARNs of roles and users (use modelport:public for everyone) ([] when left out); YAML reads 12345678901 and 210987654321 as numbers: quote them in the stack\'s file, or set the list with `npx pulumi config set modelport:invokers \'["012345678901","210987654321"]\' --stack lambda`.',
    ],
  ],
  [
    { invokers: "1234-5678-9012" },
    [
      'modelport:invokers is "1234-5678-9012", but it takes a list of account ids and ARNs of roles and users (use modelport:public for everyone) ([] when left out); set it with `npx pulumi config set modelport:invokers \'["123456789012"]\' --stack lambda`.',
    ],
  ],
  [
    { invokers: '["my-role","210987654321"]' },
    [
      'modelport:invokers is ["my-role","210987654321"], but it takes a list of account ids and ARNs of roles and users (use modelport:public for everyone) ([] when left out); keep the valid ones with `npx pulumi config set modelport:invokers \'["210987654321"]\' --stack lambda`.',
    ],
  ],
  [
    { threshold: "1.5" },
    [
      'modelport:threshold is "1.5", but it takes a number from 0 to 1; correct it, or remove it with `npx pulumi config rm modelport:threshold --stack lambda`.',
    ],
  ],
  [
    { threshold: "50" },
    [
      'modelport:threshold is "50", but it takes a number from 0 to 1; set it with `npx pulumi config set modelport:threshold 0.5 --stack lambda`.',
    ],
  ],
  [
    { threshold: "40%" },
    [
      'modelport:threshold is "40%", but it takes a number from 0 to 1; set it with `npx pulumi config set modelport:threshold 0.4 --stack lambda`.',
    ],
  ],
  [
    { threshold: "0,4" },
    [
      'modelport:threshold is "0,4", but it takes a number from 0 to 1; set it with `npx pulumi config set modelport:threshold 0.4 --stack lambda`.',
    ],
  ],
  [
    { throttleBurst: "0" },
    [
      'modelport:throttleBurst is "0", but it takes a whole number from 1 to 5000; set it with `npx pulumi config set modelport:throttleBurst 1 --stack lambda`.',
    ],
  ],
  [
    { reservedConcurrency: "-1" },
    [
      'modelport:reservedConcurrency is "-1", but it takes a whole number from 0; correct it, or remove it with `npx pulumi config rm modelport:reservedConcurrency --stack lambda`.',
    ],
  ],
  [
    { architecture: "amd64" },
    [
      'modelport:architecture is "amd64", but it takes one of x86_64, arm64 ("x86_64" when left out); set it with `npx pulumi config set modelport:architecture x86_64 --stack lambda`.',
    ],
  ],
  [
    { architecture: "arm" },
    [
      'modelport:architecture is "arm", but it takes one of x86_64, arm64 ("x86_64" when left out); set it with `npx pulumi config set modelport:architecture arm64 --stack lambda`.',
    ],
  ],
  [
    { package: "docker" },
    [
      'modelport:package is "docker", but it takes one of zip, image ("zip" when left out); set it with `npx pulumi config set modelport:package image --stack lambda`.',
    ],
  ],
  [
    { platformLogLevel: "wran" },
    [
      'modelport:platformLogLevel is "wran", but it takes one of debug, info, warn ("warn" when left out); set it with `npx pulumi config set modelport:platformLogLevel warn --stack lambda`.',
    ],
  ],
  [
    { metricsNamespace: "AWS/Lambda" },
    [
      'modelport:metricsNamespace is "AWS/Lambda", but it takes 1 to 255 letters, digits or . - _ / # :, not beginning with AWS/ ("modelport" when left out); set it with `npx pulumi config set modelport:metricsNamespace modelport --stack lambda`.',
    ],
  ],
  [
    { alarmTopicArn: "ops" },
    [
      'modelport:alarmTopicArn is "ops", but it takes the ARN of an SNS topic; correct it, or remove it with `npx pulumi config rm modelport:alarmTopicArn --stack lambda`.',
    ],
  ],
  [
    { environment: '{"MAX_THREADS":2,"FAST":true,"GONE":null,"DB_PASSWORD":1234,"LIST":[1]}' },
    [
      "modelport:environment has MAX_THREADS, whose value YAML reads as a number: quote it in the stack's file, or set it with `npx pulumi config set --path modelport:environment.MAX_THREADS 2 --type string --stack lambda`.",
      "modelport:environment has FAST, whose value YAML reads as a boolean: quote it in the stack's file, or set it with `npx pulumi config set --path modelport:environment.FAST true --type string --stack lambda`.",
      "modelport:environment has GONE, whose value YAML reads as nothing: quote it in the stack's file, or set it with `npx pulumi config set --path modelport:environment.GONE '' --type string --stack lambda`.",
      "modelport:environment has DB_PASSWORD, whose value is not a string: remove it with `npx pulumi config rm --path modelport:environment.DB_PASSWORD --stack lambda`.",
      "modelport:environment has LIST, whose value is not a string: remove it with `npx pulumi config rm --path modelport:environment.LIST --stack lambda`.",
    ],
  ],
  [
    { environment: "MAX_THREADS=2" },
    [
      'modelport:environment is "MAX_THREADS=2", but it takes a map of names to strings ({} when left out); correct it, or remove it with `npx pulumi config rm modelport:environment --stack lambda`.',
    ],
  ],
  [
    { tags: '{"team":5}' },
    [
      "modelport:tags has team, whose value YAML reads as a number: quote it in the stack's file, or set it with `npx pulumi config set --path modelport:tags.team 5 --type string --stack lambda`.",
    ],
  ],
  [
    { subnetIds: "subnet-0a1b,subnet-0a1c" },
    [
      'modelport:subnetIds is "subnet-0a1b,subnet-0a1c", but it takes a list of subnet ids ([] when left out); set it with `npx pulumi config set modelport:subnetIds \'["subnet-0a1b","subnet-0a1c"]\' --stack lambda`.',
    ],
  ],
  [
    { memory: "2048" },
    [
      "modelport:memory is not a setting of the target lambda (did you mean modelport:memoryMiB?): the settings are ...; move its value with `npx pulumi config set modelport:memoryMiB 2048 --stack lambda`, and remove the old key with `npx pulumi config rm modelport:memory --stack lambda`.",
    ],
  ],
  [
    { memoryGB: "2" },
    [
      "modelport:memoryGB is not a setting of the target lambda (did you mean modelport:memoryMiB?): the settings are ...; move its value with `npx pulumi config set modelport:memoryMiB 2048 --stack lambda`, and remove the old key with `npx pulumi config rm modelport:memoryGB --stack lambda`.",
    ],
  ],
  [
    { timeoutMs: "5000" },
    [
      "modelport:timeoutMs is not a setting of the target lambda (did you mean modelport:timeoutSeconds?): the settings are ...; move its value with `npx pulumi config set modelport:timeoutSeconds 5 --stack lambda`, and remove the old key with `npx pulumi config rm modelport:timeoutMs --stack lambda`.",
    ],
  ],
  [
    { treshold: "0.4" },
    [
      "modelport:treshold is not a setting of the target lambda (did you mean modelport:threshold?): the settings are ...; move its value with `npx pulumi config set modelport:threshold 0.4 --stack lambda`, and remove the old key with `npx pulumi config rm modelport:treshold --stack lambda`.",
    ],
  ],
  [
    { frontDoor: "rest-api" },
    [
      "modelport:frontDoor is now called modelport:endpoint: move its value with `npx pulumi config set modelport:endpoint rest-api --stack lambda`, and remove the old key with `npx pulumi config rm modelport:frontDoor --stack lambda`.",
    ],
  ],
  [
    { color: "red" },
    [
      "modelport:color is not a setting of the target lambda: the settings are ...; remove it with `npx pulumi config rm modelport:color --stack lambda`.",
    ],
  ],
  [
    { endpoint: "rest-api", timeoutSeconds: 30 },
    [
      'modelport:timeoutSeconds is 30, but modelport:endpoint is "rest-api", which answers 504 after 29 s: set it with `npx pulumi config set modelport:timeoutSeconds 29 --stack lambda`, or use `npx pulumi config set modelport:endpoint function-url --stack lambda`.',
    ],
  ],
  [
    { endpoint: "http-api", timeoutSeconds: 31 },
    [
      'modelport:timeoutSeconds is 31, but modelport:endpoint is "http-api", which answers 504 after 30 s: set it with `npx pulumi config set modelport:timeoutSeconds 30 --stack lambda`, or use `npx pulumi config set modelport:endpoint function-url --stack lambda`.',
    ],
  ],
  [
    { throttleRequestsPerSecond: 50, throttleBurst: 100 },
    [
      "modelport:throttleRequestsPerSecond is 50, but a function URL cannot throttle: use an API with `npx pulumi config set modelport:endpoint http-api --stack lambda`, or remove it with `npx pulumi config rm modelport:throttleRequestsPerSecond --stack lambda` and `npx pulumi config rm modelport:throttleBurst --stack lambda` (modelport:reservedConcurrency limits the instances).",
    ],
  ],
  [
    { throttleBurst: 100 },
    [
      "modelport:throttleBurst is 100, but a function URL cannot throttle: use an API with `npx pulumi config set modelport:endpoint http-api --stack lambda`, or remove it with `npx pulumi config rm modelport:throttleBurst --stack lambda` (modelport:reservedConcurrency limits the instances).",
    ],
  ],
  [
    { endpoint: "http-api", streaming: true },
    [
      'modelport:streaming is true, but modelport:endpoint is "http-api", through which this target does not stream: use `npx pulumi config set modelport:endpoint function-url --stack lambda`, or turn it off with `npx pulumi config set modelport:streaming false --stack lambda`.',
    ],
  ],
  [
    { public: true, invokers: ["210987654321"] },
    [
      'modelport:invokers is ["210987654321"], but modelport:public is true, so anyone can call the endpoint: admit only these with `npx pulumi config rm modelport:public --stack lambda`, or everyone with `npx pulumi config rm modelport:invokers --stack lambda`.',
    ],
  ],
  [
    { endpoint: "http-api", invokers: ["210987654321"] },
    [
      'modelport:invokers is ["210987654321"], but an HTTP API has no policy that could admit another account: use `npx pulumi config set modelport:endpoint function-url --stack lambda`.',
    ],
  ],
  [
    { endpoint: "http-api", timeoutSeconds: 29, invokers: ["arn:aws:iam::210987654321:role/app"] },
    [
      'modelport:invokers is ["arn:aws:iam::210987654321:role/app"], but an HTTP API has no policy that could admit another account: use `npx pulumi config set modelport:endpoint function-url --stack lambda`, or `npx pulumi config set modelport:endpoint rest-api --stack lambda`.',
    ],
  ],
  [
    { reservedConcurrency: 2, provisionedConcurrency: 3 },
    [
      "modelport:provisionedConcurrency is 3, but the function may have at most modelport:reservedConcurrency, which is 2: set that with `npx pulumi config set modelport:reservedConcurrency 3 --stack lambda` or to more.",
    ],
  ],
  [
    { package: "image", architecture: "arm64" },
    [
      'modelport:architecture is "arm64", but modelport:package is "image", which is built for x86_64 only: use `npx pulumi config set modelport:package zip --stack lambda`, or remove the architecture with `npx pulumi config rm modelport:architecture --stack lambda`.',
    ],
  ],
  [
    { subnetIds: ["subnet-0a1b"] },
    [
      "modelport:subnetIds is given and modelport:securityGroupIds is not, but a VPC takes both or neither: set it, with ids of your own, as in `npx pulumi config set modelport:securityGroupIds '[\"sg-0123\"]' --stack lambda`, or remove the other with `npx pulumi config rm modelport:subnetIds --stack lambda`.",
    ],
  ],
  [
    { securityGroupIds: ["sg-0a1b"] },
    [
      "modelport:securityGroupIds is given and modelport:subnetIds is not, but a VPC takes both or neither: set it, with ids of your own, as in `npx pulumi config set modelport:subnetIds '[\"subnet-0123\"]' --stack lambda`, or remove the other with `npx pulumi config rm modelport:securityGroupIds --stack lambda`.",
    ],
  ],
  [
    { alarms: false, alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:ops" },
    [
      'modelport:alarmTopicArn is "arn:aws:sns:us-east-1:123456789012:ops", but modelport:alarms is false, so nothing would notify it: turn them on with `npx pulumi config set modelport:alarms true --stack lambda`, or remove the topic with `npx pulumi config rm modelport:alarmTopicArn --stack lambda`.',
    ],
  ],
  [
    { environment: { DATABASE_PASSWORD: "hunter2" } },
    [
      "modelport:environment has DATABASE_PASSWORD, which looks like a secret and would be stored as plain text: remove it with `npx pulumi config rm --path modelport:environment.DATABASE_PASSWORD --stack lambda`, keep it in AWS Secrets Manager and read it from there; the app itself needs no secret.",
    ],
  ],
  [
    { environment: { HELLO: "AKIAIOSFODNN7EXAMPLE" } },
    [
      "modelport:environment has HELLO, which looks like a secret and would be stored as plain text: remove it with `npx pulumi config rm --path modelport:environment.HELLO --stack lambda`, keep it in AWS Secrets Manager and read it from there; the app itself needs no secret.",
    ],
  ],
  [
    { environment: { LOG_LEVEL: "debug" } },
    [
      "modelport:environment has LOG_LEVEL, which comes from modelport:logLevel: remove it with `npx pulumi config rm --path modelport:environment.LOG_LEVEL --stack lambda`.",
    ],
  ],
  [
    { environment: { AWS_REGION: "eu-west-1" } },
    [
      "modelport:environment has AWS_REGION, a name that Lambda reserves: remove it with `npx pulumi config rm --path modelport:environment.AWS_REGION --stack lambda`.",
    ],
  ],
  [
    { environment: { "A-B": "1" } },
    [
      "modelport:environment has A-B, but a name is a letter and then letters, digits or _: remove it with `npx pulumi config rm --path 'modelport:environment[\"A-B\"]' --stack lambda`.",
    ],
  ],
  [
    { tags: { "modelport-stack": "other" } },
    [
      "modelport:tags has modelport-stack, by which the stack's resources are found: remove it with `npx pulumi config rm --path 'modelport:tags[\"modelport-stack\"]' --stack lambda`.",
    ],
  ],
  [
    { tags: { "aws:x": "1" } },
    [
      'modelport:tags has aws:x, but AWS reserves names that begin with "aws:": remove it with `npx pulumi config rm --path \'modelport:tags["aws:x"]\' --stack lambda`.',
    ],
  ],
  [
    { tags: { "R&D": "1" } },
    [
      "modelport:tags has R&D, but AWS takes 1 to 128 letters, digits, spaces and _ . : / = + - @ as a name: remove it with `npx pulumi config rm --path 'modelport:tags[\"R&D\"]' --stack lambda`.",
    ],
  ],
  [
    { tags: { owner: "R&D (é)" } },
    [
      "modelport:tags has owner, whose value is \"R&D (é)\", but AWS takes up to 256 letters, digits, spaces and _ . : / = + - @: set it with `npx pulumi config set --path modelport:tags.owner 'R-D -é-' --type string --stack lambda`, or remove it with `npx pulumi config rm --path modelport:tags.owner --stack lambda`.",
    ],
  ],
  [
    { subnetIds: ["subnet-0a1b"], securityGroupIds: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5"] },
    [
      'modelport:securityGroupIds has 5 entries, but it takes at most 4: keep the first 4 with `npx pulumi config set modelport:securityGroupIds \'["sg-1","sg-2","sg-3","sg-4"]\' --stack lambda`.',
    ],
  ],
];
