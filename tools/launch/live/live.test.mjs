// `npm run live`: what it refuses, its steps and their report, and the clouds' lists. tools/commands/slow/live.slow.mjs runs it whole.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { costSentence, failureSentence } from "./arguments.mjs";
import { leftAtAws } from "../node-24/left-at-aws.mjs";
import { leftAtGoogle } from "../node-24/left-at-google.mjs";
import { runEstimate } from "../node-24/run-estimate.mjs";
import { reportName, reportOf } from "./report.mjs";
import { runSteps } from "./steps.mjs";
import { knownTargets } from "../targets.mjs";
import { root } from "../root.mjs";

function live(...words) {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, "tools/commands/live.mjs"), ...words], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

describe("the command", () => {
  it.each(["lambda", "cloudrun-live"])("refuses %s without --yes-spend, and says what it would cost", async (stack) => {
    const { code, output } = await live(stack);
    expect(code, output).toBe(2);
    expect(output).toMatch(
      new RegExp(
        String.raw`^npm run live deploys ${stack} to a real account on \w+, requests .+ destroys it all\. It costs about \d+\.\d\d USD ` +
          String.raw`at list prices without a free tier: 1000 requests, and an hour of the fixed costs\. A run that fails leaves resources that cost ` +
          String.raw`\d+\.\d\d USD a month until they are destroyed\. Write npm run live -- ${stack} --yes-spend to do it\.\n$`,
      ),
    );
  });

  it("refuses a flag that is not its own", async () => {
    expect(await live("lambda", "--yes-spend", "--yes")).toEqual({
      code: 2,
      output:
        '"--yes" is not a flag of npm run live, which takes a stack, --yes-spend and --verify-timeout-seconds <seconds>.\n',
    });
  });
});

describe("the estimate", () => {
  const fixed = (configuration) => runEstimate("cloudrun", { "modelport:minInstances": "1", ...configuration });

  it("takes the prices of the stack's region", () => {
    const [standard, frankfurt] = [fixed({}), fixed({ "gcp:region": "europe-west3" })];
    expect(frankfurt.fixedUsdPerMonth).toBeGreaterThan(standard.fixedUsdPerMonth);
    expect(fixed({ "gcp:region": "us-central1" })).toEqual(standard);
  });

  it("names what it cannot count", () => {
    expect(runEstimate("cloudrun", {}).unknown).toEqual([]);
    const estimate = runEstimate("kubernetes", {});
    expect(costSentence(estimate)).toMatch(/ Not counted, because no price is known: [A-Z]/);
    expect(runEstimate("kubernetes", { "modelport:nodeUsdPerHour": "0.1" }).unknown).toEqual([]);
  });

  it("says whose prices it takes where the stack's region has none", () => {
    const estimate = fixed({ "gcp:region": "europe-west9" });
    expect(estimate).toEqual({ ...fixed({}), otherRegion: "us-central1" });
    expect(costSentence(estimate)).toContain(
      " USD at list prices of us-central1 (those of the stack's region are not known) without a free tier: ",
    );
  });
});

/** Operations that do nothing; those of `failing` reject. */
function operations(failing = {}, left = []) {
  const calls = [];
  const operation =
    (name) =>
    async (...args) => {
      calls.push([name, ...args].join(" "));
      if (failing[calls.at(-1)]) throw new Error(failing[calls.at(-1)]);
      return name === "leftovers" ? left : `${name} done`;
    };
  const names = ["up", "verify", "upWithoutChanges", "destroy", "leftovers"];
  return { calls, does: Object.fromEntries(names.map((name) => [name, operation(name)])) };
}

const quiet = { say: () => undefined, now: () => 0 };

describe("the steps", () => {
  it("are a whole life, in this order", async () => {
    const { calls, does } = operations();
    const { steps, left, error } = await runSteps(does, quiet);
    expect(calls).toEqual([
      "up shipped",
      "verify",
      "upWithoutChanges",
      "up next",
      "verify",
      "up shipped",
      "verify",
      "destroy",
      "leftovers",
    ]);
    expect([steps.every(({ ok }) => ok), left, error]).toEqual([true, [], undefined]);
  });

  it("end with the first that fails, and keep the deployment, so that the reason can be found", async () => {
    const { calls, does } = operations({ upWithoutChanges: "no changes were expected.\nmore" });
    const { steps, error } = await runSteps(does, quiet);
    expect(calls).not.toContain("destroy");
    expect(error?.message).toContain("no changes were expected");
    expect(failureSentence("lambda-live", steps, 17)).toBe(
      'The live run of lambda-live failed at "deploy again, without a change": no changes were expected. 17 resources are still ' +
        "deployed and cost money: npm run destroy -- lambda-live --yes destroys them.",
    );
  });

  it("fail where the provider still lists something", async () => {
    const { steps, left, error } = await runSteps(operations({}, ["arn:a", "role b"]).does, quiet);
    expect(left).toEqual(["arn:a", "role b"]);
    expect(error).toBeDefined();
    expect(failureSentence("lambda-live", steps, 0)).toBe(
      'The live run of lambda-live failed at "list what is left": 2 of the stack\'s resources are still there. The state is ' +
        "empty.",
    );
  });
});

it("the report is dated, and names a region and no account", () => {
  const date = new Date("2026-12-01T10:00:00Z");
  const steps = [
    { what: "deploy", ok: true, seconds: 61, said: "model 1.0.0" },
    { what: "verify over HTTP", ok: false, seconds: 2, said: "a | b" },
  ];
  const text = reportOf({
    stack: "lambda-live",
    target: "lambda",
    date,
    where: "us-east-1",
    cost: "It costs.",
    steps,
    left: ["arn:x"],
  });
  expect(reportName("lambda-live", date)).toBe("lambda-live-2026-12-01.md");
  expect(text).toBe(`# lambda, live on 2026-12-01: failed at "verify over HTTP"

\`npm run live -- lambda-live --yes-spend\` in us-east-1. It costs.

| step | result | took | what was seen |
| --- | --- | --- | --- |
| deploy | ok | 61 s | model 1.0.0 |
| verify over HTTP | failed | 2 s | a \\| b |

Left at the provider:

- \`arn:x\`
`);
});

/** A server that answers as `answer({url, headers, body})` says. */
async function serverThat(answer) {
  const requests = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      const asked = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(asked);
      const { status = 200, text } = answer(asked);
      response.writeHead(status).end(text);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { requests, address: `http://127.0.0.1:${server.address().port}/` };
}

describe("what AWS still lists", () => {
  const credentials = { accessKeyId: "AKID", secretAccessKey: "of the test" };
  const resources = [
    { type: "aws:iam/role:Role", id: "lambda-live-role-1a2b3c4" },
    { type: "aws:lambda/function:Function", id: "lambda-live-model-1" },
  ];
  const of = { stack: "lambda-live", configuration: { "aws:region": "eu-west-1" }, resources };

  it("is what has the stack's tag, page by page, and the roles by their names", async () => {
    const roles = ["a-role-of-others", "lambda-live-role-1a2b3c4"];
    const { requests, address } = await serverThat(({ method, body, url }) => {
      if (method === "GET") {
        const [role] = url.includes("Marker=next") ? roles.slice(1) : roles;
        const marker = url.includes("Marker=next") ? "" : "<Marker>next</Marker>";
        return {
          text: `<ListRolesResponse><Roles><member><RoleName>${role}</RoleName></member></Roles>${marker}</ListRolesResponse>`,
        };
      }
      const { PaginationToken } = JSON.parse(body);
      const arn = `arn:aws:logs:eu-west-1:1:log-group:${PaginationToken || "first"}`;
      return {
        text: JSON.stringify({
          ResourceTagMappingList: [{ ResourceARN: arn }],
          PaginationToken: PaginationToken ? "" : "p2",
        }),
      };
    });
    expect(await leftAtAws(of, { credentials, addressOf: () => address })).toEqual([
      "arn:aws:logs:eu-west-1:1:log-group:first",
      "arn:aws:logs:eu-west-1:1:log-group:p2",
      "role lambda-live-role-1a2b3c4",
    ]);
    expect(JSON.parse(requests[0].body).TagFilters).toEqual([{ Key: "modelport-stack", Values: ["lambda-live"] }]);
    expect(requests[0].headers["x-amz-target"]).toBe("ResourceGroupsTaggingAPI_20170126.GetResources");
    expect(
      requests.map(({ headers }) => /Credential=AKID\/\d+\/([\w-]+\/\w+)\//.exec(headers.authorization)?.[1]),
    ).toEqual(["eu-west-1/tagging", "eu-west-1/tagging", "us-east-1/iam", "us-east-1/iam"]);
  });

  it("cannot be known where the list is refused", async () => {
    const { address } = await serverThat(() => ({ status: 403, text: "AccessDenied: tag:GetResources" }));
    await expect(leftAtAws(of, { credentials, addressOf: () => address })).rejects.toThrow(
      `${address} returned 403: AccessDenied: tag:GetResources`,
    );
  });
});

it("what Google still lists is what has the stack's label, or a name that the state had", async () => {
  const place = "projects/p/locations/us-central1";
  const own = { "modelport-stack": "cloudrun-live" };
  const lists = {
    [`/run/${place}/services`]: {
      services: [
        { name: `${place}/services/bankchurn-api`, labels: {} },
        { name: `${place}/services/another`, labels: own },
        { name: `${place}/services/others`, labels: { "modelport-stack": "cloudrun" } },
      ],
    },
    [`/artifactregistry/${place}/repositories`]: {},
    "/iam/projects/p/serviceAccounts": {
      accounts: [{ name: "projects/p/serviceAccounts/others@p" }],
      nextPageToken: "2",
    },
    "/iam/projects/p/serviceAccounts?pageToken=2": { accounts: [{ name: "projects/p/serviceAccounts/api@p" }] },
  };
  const { requests, address } = await serverThat(({ url }) => ({ text: JSON.stringify(lists[url]) }));
  const resources = [
    { type: "gcp:projects/service:Service", id: "p/run.googleapis.com" },
    { type: "gcp:cloudrunv2/service:Service", id: `${place}/services/bankchurn-api` },
    { type: "gcp:artifactregistry/repository:Repository", id: `${place}/repositories/bankchurn-api` },
    { type: "gcp:serviceaccount/account:Account", id: "projects/p/serviceAccounts/api@p" },
  ];
  const addressOf = (real) => `${address}${/\/\/(\w+)\./.exec(real)[1]}/`;
  expect(await leftAtGoogle({ stack: "cloudrun-live", resources }, { token: "t", addressOf })).toEqual([
    `${place}/services/bankchurn-api`,
    `${place}/services/another`,
    "projects/p/serviceAccounts/api@p",
  ]);
  expect(new Set(requests.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer t"]));
});

describe("docs/live", () => {
  const folder = join(root, "docs/live");
  const index = readFileSync(join(folder, "README.md"), "utf8");
  const targets = knownTargets(root).filter((target) => target !== "local");
  const reportsOf = (target) =>
    readdirSync(folder).filter((name) => new RegExp(`^${target}(-[a-z0-9]+)*-\\d{4}-\\d\\d-\\d\\d\\.md$`).test(name));

  it.each(targets)("says whether %s has a live report, and so does its README", (target) => {
    const row = new RegExp(`^\\| \`${target}\` +\\| (.*?) +\\|$`, "m").exec(index)?.[1] ?? "";
    const readme = readFileSync(join(root, "stacks", target, "README.md"), "utf8");
    const newest = reportsOf(target).toSorted().at(-1);
    if (newest === undefined) {
      expect(row).toMatch(/^none yet: tested /);
      expect(readme.includes("**Live report: none yet.** "), "the README says that there is none").toBe(true);
    } else {
      expect(row).toContain(`](${newest})`);
      expect(readme.includes(`[Live report](../../docs/live/${newest})`), `the README links ${newest}`).toBe(true);
    }
  });
});
