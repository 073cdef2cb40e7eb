// AWS Lambda's monthly bill from the vendor's own units, without any code of this project: what stacks/lambda/cost.ts is
// checked against. `node docs/costs/lambda.mjs` prints a table, with `--json` what the test reads.

// us-east-1, USD; sources, dates and grades are in stacks/lambda/prices.ts, which has the same numbers for itself.
const perRequest = 0.2 / 1_000_000;
const perGbSecond = { x86_64: 0.0000166667, arm64: 0.0000133334 };
const perProvisionedGbSecond = { x86_64: 0.0000041667, arm64: 0.0000033334 };
const perGbSecondOnProvisioned = { x86_64: 0.0000097222, arm64: 0.0000077778 };
const perDoorRequest = { "function-url": 0, "http-api": 1 / 1e6, "rest-api": 3.5 / 1e6 };
const doorNames = { "function-url": "Function URL", "http-api": "HTTP API", "rest-api": "REST API" };
const perLogGb = 0.5;
const perStoredGbMonth = 0.03;
const perAlarm = 0.1;
const perMetric = 0.3;
const perTrace = 5 / 1e6;
const perEgressGb = 0.09;
const free = { requests: 1_000_000, gbSeconds: 400_000, logGb: 5, alarms: 10, metrics: 10, egressGb: 100 };

const gibibyte = 1024 * 1024 * 1024;
const secondsOfMonth = 730 * 60 * 60;

const defaults = {
  endpoint: "function-url",
  architecture: "x86_64",
  memoryMiB: 1024,
  logLevel: "info",
  platformLogLevel: "warn",
  logRetentionDays: 30,
  alarms: true,
  metrics: true,
  package: "zip",
  tracing: false,
};

const beyond = (used, given) => (used > given ? used - given : 0);

function bill({ workload, settings, freeTier }) {
  const s = { ...defaults, ...settings };
  const allowance = freeTier ? free : { requests: 0, gbSeconds: 0, logGb: 0, alarms: 0, metrics: 0, egressGb: 0 };
  const { requestsPerMonth: requests, durationMs, responseBytes, peakFactor } = workload;
  const gb = s.memoryMiB / 1024;
  const billedSeconds = requests * (Math.ceil(durationMs) / 1000);
  const lines = {};

  const warm = s.provisionedConcurrency;
  if (warm === undefined) {
    lines.Requests = beyond(requests, allowance.requests) * perRequest;
    lines[`Compute, ${s.architecture}`] = beyond(billedSeconds * gb, allowance.gbSeconds) * perGbSecond[s.architecture];
  } else {
    // With provisioned concurrency there is no free tier. By Little's law, rate times duration are the busy instances.
    const busyAtPeak = (requests / secondsOfMonth) * peakFactor * (Math.ceil(durationMs) / 1000);
    const found = busyAtPeak <= warm ? 1 : warm / busyAtPeak;
    lines.Requests = requests * perRequest;
    lines[`Provisioned concurrency, ${s.architecture}`] =
      warm * gb * secondsOfMonth * perProvisionedGbSecond[s.architecture];
    lines[`Compute on provisioned instances, ${s.architecture}`] =
      found * billedSeconds * gb * perGbSecondOnProvisioned[s.architecture];
    lines[`Compute, ${s.architecture}`] = (1 - found) * billedSeconds * gb * perGbSecond[s.architecture];
  }

  lines[doorNames[s.endpoint]] = requests * perDoorRequest[s.endpoint];

  // One line of 200 bytes for a request from the app, 500 bytes from Lambda, each at info or below; 490 with metrics.
  const chatty = new Set(["trace", "debug", "info"]);
  const bytesOfRequest = (chatty.has(s.logLevel) ? 200 : 0) + (chatty.has(s.platformLogLevel) ? 500 : 0);
  const logGb = (requests * (bytesOfRequest + (s.metrics ? 490 : 0))) / gibibyte;
  lines["Log lines taken in"] = beyond(logGb, allowance.logGb) * perLogGb;
  lines["Log lines kept"] = logGb * 0.15 * (s.logRetentionDays / (730 / 24)) * perStoredGbMonth;

  if (s.alarms) lines.Alarms = beyond(3, allowance.alarms) * perAlarm;
  // Six custom metrics, metered by the hour in which there is data.
  if (s.metrics) lines["Metrics of its own"] = beyond(6 * Math.min(1, requests / 730), allowance.metrics) * perMetric;
  if (s.package === "image") lines["Images in the repository"] = 0.1 * 0.1;
  if (s.tracing) {
    const firstOfSecond = Math.min(requests, secondsOfMonth);
    lines["X-Ray traces"] = (firstOfSecond + (requests - firstOfSecond) / 20) * perTrace;
  }
  lines["Answers to the internet"] = beyond((requests * responseBytes) / gibibyte, allowance.egressGb) * perEgressGb;
  return { lines, usdPerMonth: Object.values(lines).reduce((sum, usd) => sum + usd, 0) };
}

const small = {
  requestsPerMonth: 1e6,
  durationMs: 2.4,
  memoryMiB: 512,
  requestBytes: 300,
  responseBytes: 150,
  peakFactor: 3,
};
const slow = { ...small, durationMs: 200 };
const many = { ...small, requestsPerMonth: 100e6 };
const url = { endpoint: "function-url", architecture: "x86_64", tracing: false };

const scenarios = [
  { title: "1 million requests of 2.4 ms", workload: small, settings: url, freeTier: false },
  { title: "the same, with the free tier", workload: small, settings: url, freeTier: true },
  { title: "100 million requests of 2.4 ms", workload: many, settings: url, freeTier: false },
  { title: "the same, with the free tier", workload: many, settings: url, freeTier: true },
  {
    title: "100 million without a log line for each request, without metrics",
    workload: many,
    settings: { ...url, logLevel: "warn", metrics: false },
    freeTier: false,
  },
  {
    title: "100 million with Lambda's own lines, kept for a year",
    workload: many,
    settings: { ...url, platformLogLevel: "info", logRetentionDays: 365 },
    freeTier: false,
  },
  { title: "1 million requests of 200 ms, the course's", workload: slow, settings: url, freeTier: false },
  {
    title: "100 million requests of 200 ms, the course's",
    workload: { ...slow, requestsPerMonth: 100e6 },
    settings: url,
    freeTier: false,
  },
  {
    title: "100 million on arm64 with 512 MiB",
    workload: many,
    settings: { ...url, architecture: "arm64", memoryMiB: 512 },
    freeTier: false,
  },
  {
    title: "100 million behind an HTTP API",
    workload: many,
    settings: { ...url, endpoint: "http-api" },
    freeTier: false,
  },
  {
    title: "100 million behind a REST API, as in the course",
    workload: many,
    settings: { ...url, endpoint: "rest-api", timeoutSeconds: 29 },
    freeTier: false,
  },
  {
    title: "100 million of 200 ms with 2 provisioned instances",
    workload: { ...slow, requestsPerMonth: 100e6 },
    settings: { ...url, provisionedConcurrency: 2 },
    freeTier: true,
  },
  {
    title: "1 million on arm64 with 2 provisioned instances",
    workload: small,
    settings: { ...url, architecture: "arm64", provisionedConcurrency: 2 },
    freeTier: false,
  },
  {
    title: "100 million as an image, with traces, without alarms",
    workload: many,
    settings: { ...url, tracing: true, alarms: false, package: "image" },
    freeTier: false,
  },
];

const bills = scenarios.map((scenario) => ({ ...scenario, ...bill(scenario) }));

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(bills));
} else {
  console.log("| a month | USD (list prices, not measured) |\n| --- | ---: |");
  for (const { title, usdPerMonth } of bills) console.log(`| ${title} | ${usdPerMonth.toFixed(2)} |`);
}
