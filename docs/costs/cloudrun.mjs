// What Cloud Run costs a month, calculated from Google's units alone: nothing of modelport's is imported, so that a test can
// compare both. `node docs/costs/cloudrun.mjs` prints the table of stacks/cloudrun/README.md, `--json` the lines too.
const MONTH = 730 * 60 * 60; // seconds
const GIB = 1024 ** 3;

/** us-central1, USD; sources and dates are in stacks/cloudrun/prices.ts. */
const USD = {
  request: 0.4 / 1e6,
  vcpuSecond: 24e-6,
  gibSecond: 2.5e-6,
  idleVcpuSecond: 2.5e-6,
  idleGibSecond: 2.5e-6,
  alwaysVcpuSecond: 18e-6,
  alwaysGibSecond: 2e-6,
  logGib: 0.5,
  registryGb: 0.1,
  egressGib: 0.12,
};

const FREE = {
  requests: 2e6,
  vcpuSeconds: 180e3,
  gibSeconds: 360e3,
  alwaysVcpuSeconds: 240e3,
  alwaysGibSeconds: 450e3,
  logGib: 50,
  registryGb: 0.5,
  egressGib: 1,
};

const nothingFree = Object.fromEntries(Object.keys(FREE).map((name) => [name, 0]));
const beyond = (amount, free) => (amount > free ? amount - free : 0);

/** The instances of a month: see docs/costs/cloudrun.md. */
function instances({ requests, ms, vcpus, concurrency }) {
  const rate = requests / MONTH;
  const service = vcpus < 1 ? ms / vcpus / 1000 : ms / 1000;
  const count = Math.max((rate * service) / 0.6, 1);
  const own = rate / count;
  const steps = Math.ceil(Math.round(service * 1e10) / 1e9);
  const rounded = steps / 10;
  // At least one request with probability 1 - e^-a; such stretches begin own × e^-a times a second, and each is rounded up.
  const none = Math.exp(-own * service);
  const alone = own * none * none;
  const together = own * none - alone;
  const share = concurrency > 1 ? 1 - none + alone * (rounded - service) + together * 0.1 : own * rounded;
  const present = 1 - Math.exp(-own * (service + 15 * 60));
  return { rate, busy: count * Math.min(share, 1), present: count * present };
}

function linesOf({ requests, ms, responseBytes, vcpus, gib, concurrency, kept, always, logsRequests, images, free }) {
  const { rate, busy, present } = instances({ requests, ms, vcpus, concurrency });
  const logBytes = 1000 + (logsRequests ? 600 : 0);
  const rest = {
    "Log entries": beyond((requests * logBytes) / GIB, free.logGib) * USD.logGib,
    Images: beyond(0.108 + 0.0002 * images, free.registryGb) * USD.registryGb,
    "Answers to the internet": beyond((requests * responseBytes) / GIB, free.egressGib) * USD.egressGib,
  };
  if (always) {
    const more = beyond(present, kept) * MONTH;
    return {
      ...(kept > 0 && {
        "Processors of kept instances, never paused": kept * MONTH * vcpus * USD.alwaysVcpuSecond,
        "Memory of kept instances, never paused": kept * MONTH * gib * USD.alwaysGibSecond,
      }),
      "Processors of instances": beyond(more * vcpus, free.alwaysVcpuSeconds) * USD.alwaysVcpuSecond,
      "Memory of instances": beyond(more * gib, free.alwaysGibSeconds) * USD.alwaysGibSecond,
      ...rest,
    };
  }
  // One probe in 30 s, billed as 0.1 s; a start of one second after each pause of 15 minutes.
  const probes = (beyond(present, kept) * MONTH) / 300;
  const lull = Math.min(rate * 900, 1);
  const starts = kept > 0 ? 0 : (MONTH / 900) * lull * Math.exp(-lull);
  const seconds = busy * MONTH + probes + starts;
  return {
    Requests: beyond(requests, free.requests) * USD.request,
    "Processors while they work": beyond(seconds * vcpus, free.vcpuSeconds) * USD.vcpuSecond,
    "Memory while it works": beyond(beyond(seconds, kept * MONTH) * gib, free.gibSeconds) * USD.gibSecond,
    ...(kept > 0 && {
      "Processors of kept instances": kept * MONTH * vcpus * USD.idleVcpuSecond,
      "Memory of kept instances": kept * MONTH * gib * USD.idleGibSecond,
      "Liveness probes of kept instances": ((kept * MONTH) / 300) * vcpus * USD.vcpuSecond,
    }),
    ...rest,
  };
}

/** What is asked, and the settings as they stand in a stack's file. */
const scenarios = [
  { title: "no requests", requests: 0 },
  { title: "10 thousand", requests: 1e4 },
  { title: "1 million", requests: 1e6 },
  { title: "1 million, with the free tier", requests: 1e6, freeTier: true },
  { title: "1 million of 200 ms, the course's", requests: 1e6, ms: 200 },
  { title: "1 million, no line for each", requests: 1e6, settings: { logLevel: "warn" } },
  { title: "1 million, one instance kept", requests: 1e6, settings: { minInstances: 1 } },
  {
    title: "1 million, half a vCPU, 512 MiB",
    requests: 1e6,
    settings: { vcpus: 0.5, memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" },
  },
  { title: "10 million, with the free tier", requests: 1e7, freeTier: true },
  { title: "100 million", requests: 1e8 },
  { title: "100 million of 200 ms, the course's", requests: 1e8, ms: 200 },
  { title: "100 million, never paused, one kept", requests: 1e8, settings: { cpuAlways: true, minInstances: 1 } },
  { title: "1 million, never paused, free tier", requests: 1e6, settings: { cpuAlways: true }, freeTier: true },
  {
    title: "10 billion, 2 vCPU, 1000 images",
    requests: 1e10,
    settings: { vcpus: 2, memoryMiB: 2048, keepImages: 1000 },
  },
];

const results = scenarios.map(({ title, requests, ms = 2, settings = {}, freeTier = false }) => {
  const asked = { requests, ms, responseBytes: 200 };
  const lines = linesOf({
    ...asked,
    vcpus: settings.vcpus ?? 1,
    gib: (settings.memoryMiB ?? 1024) / 1024,
    concurrency: settings.concurrency ?? 80,
    kept: settings.minInstances ?? 0,
    always: settings.cpuAlways ?? false,
    logsRequests: (settings.logLevel ?? "info") === "info",
    images: settings.keepImages ?? 10,
    free: freeTier ? FREE : nothingFree,
  });
  const usdPerMonth = Object.values(lines).reduce((sum, usd) => sum + usd, 0);
  return { title, asked, settings, freeTier, lines, usdPerMonth };
});

if (process.argv.includes("--json")) console.log(JSON.stringify(results));
else {
  console.log("| requests a month | computing | requests | logs, images, answers | USD a month |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const { title, lines, usdPerMonth } of results) {
    const { Requests = 0, "Log entries": logs, Images, "Answers to the internet": answers } = lines;
    const rest = logs + Images + answers;
    const cells = [usdPerMonth - Requests - rest, Requests, rest, usdPerMonth].map((usd) => usd.toFixed(2));
    console.log(`| ${title} | ${cells.join(" | ")} |`);
  }
}
