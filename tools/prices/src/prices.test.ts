// The comparison with what AWS's price list said on a day, and with synthetic answers of Google's catalog (answers/README.md).
import { readFileSync } from "node:fs";
import * as registry from "@modelport/stacks/registry";
import type { Target } from "@modelport/target-kit";
import { expect, it } from "vitest";
import { cloudRun, computeEngine } from "./answers/google.testing.ts";
import { pricesIn } from "./aws-list.ts";
import { VendorError } from "./found-price.ts";
import { priceIn } from "./google-catalog.ts";
import { QUERIES } from "./queries/index.ts";
import type { AwsQuery, GoogleQuery } from "./query.ts";
import { refresh } from "./run.ts";

const targets: readonly Target[] = Object.values(registry);
const answer = (name: string) => readFileSync(new URL(`answers/${name}`, import.meta.url), "utf8");
const loadBalancers = answer("AWSELB-us-east-1.csv");
const lambdaInLondon = answer("AWSLambda-eu-west-2.csv");

/** In pieces that end within a row. */
async function* inPieces(text: string): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += 777) yield text.slice(from, from + 777);
}

const query = (target: string, id: string) => QUERIES[target]?.[id] as AwsQuery;

it("finds each price of a load balancer in AWS's list, and it is ours", async () => {
  const asked = [
    query("ecs", "loadBalancer"),
    query("ecs", "capacityUnits"),
    query("eks", "loadBalancer"),
    query("eks", "capacityUnits"),
  ];
  const { ecs, eks } = registry;
  const found = await pricesIn("The list", inPieces(loadBalancers), "us-east-1", asked);
  expect(found.map(({ usd }) => usd)).toEqual(
    [ecs, eks].flatMap(({ prices }) => [[prices["loadBalancer"]?.usd], [prices["capacityUnits"]?.usd]]),
  );
  expect(found[0]?.source).toBe("37CUWUT8GSNQEPUV in the list of 2026-08-31");
});

it("takes the first tier that costs something, of the region alone", async () => {
  const ids = ["requests", "computeX86", "computeArm", "provisionedX86", "provisionedArm"];
  const asked = ids.map((id) => query("lambda", id));
  const found = await pricesIn("The list", inPieces(lambdaInLondon), "eu-west-2", asked);
  expect(found.map(({ usd }) => usd[0])).toEqual([
    expect.closeTo(0.2, 9),
    0.0000166667,
    0.0000133334,
    0.0000048304,
    undefined,
  ]);
  const elsewhere = await pricesIn("The list", inPieces(lambdaInLondon), "eu-west-1", asked);
  expect(elsewhere.flatMap(({ usd }) => usd)).toEqual([]);
});

it("says so if a query does not tell two prices apart", async () => {
  const { operation: _, ...vague } = query("ecs", "loadBalancer");
  const [found] = await pricesIn("The list", inPieces(loadBalancers), "us-east-1", [vague]);
  expect(found?.usd.toSorted()).toEqual([0.0125, 0.0225, 0.025]);
});

it.each([
  ["<html>", "The list has no row that begins with SKU: it is not a price list."],
  [loadBalancers.replace('"usageType"', '"usage"'), "The list has no column usageType: its format has changed."],
])("refuses what is no price list", async (text, sentence) => {
  const found = pricesIn("The list", inPieces(text), "us-east-1", [query("ecs", "loadBalancer")]);
  await expect(found).rejects.toThrow(new VendorError(sentence));
});

it.each([
  ["cloudrun", "vcpu", "us-central1", [0.000024]],
  ["cloudrun", "vcpu", "europe-west3", [0.0000336]],
  ["cloudrun", "requests", "europe-west3", [0.4]],
  ["cloudrun", "instanceVcpu", "us-central1", [0.000018]],
  ["cloudrun", "instanceVcpu", "europe-west3", []],
  ["gke", "node", "us-central1", [2 * 0.02181159 + 8 * 0.00292353]],
  ["gke", "spotNode", "us-central1", []],
])("finds the price %s %s in %s in Google's catalog", (target, id, region, usd) => {
  const { usd: found } = priceIn([...cloudRun, ...computeEngine], region, QUERIES[target]?.[id] as GoogleQuery);
  expect(found).toEqual(usd.map((each) => expect.closeTo(each, 9)));
});

it("has a price for every query", () => {
  for (const [target, queries] of Object.entries(QUERIES)) {
    const prices = Object.keys(targets.find(({ name }) => name === target)?.prices ?? {});
    expect(prices, target).toEqual(expect.arrayContaining(Object.keys(queries)));
  }
});

const [listOfLoadBalancers, catalogOfCloudRun] = ["/AWSELB/current/us-east-1/index.csv", "/152E-C115-5142/skus"];

/** AWS answers about load balancers in us-east-1, Google about Cloud Run, in two pages. */
const someAnswers = async (input: string | URL | Request, init?: RequestInit) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.pathname.endsWith(listOfLoadBalancers))
    return new Response(loadBalancers.replace("0.0060000000", "0.0070000000"));
  if (!url.pathname.endsWith(catalogOfCloudRun)) return new Response("", { status: 404 });
  expect(new Headers(init?.headers).get("x-goog-api-key")).toBe("secret");
  expect(url.href).not.toContain("secret");
  const isFirst = url.searchParams.get("pageToken") === "";
  return Response.json(isFirst ? { skus: cloudRun.slice(0, 3), nextPageToken: "n=" } : { skus: cloudRun.slice(3) });
};

async function run(args: readonly string[], fetch: typeof globalThis.fetch, environment = {}) {
  const said: string[] = [];
  const say = (...lines: readonly string[]) => void said.push(...lines);
  const surroundings = { fetch, environment, today: "2026-12-31", progress: () => undefined };
  const code = await refresh(args, { targets, queries: QUERIES, say, ...surroundings });
  return { code, text: said.join("\n") };
}

it("shows prices that differ with the evidence of both, and what could not be compared", async () => {
  const { code, text } = await run([], someAnswers, { GOOGLE_API_KEY: "secret" });
  expect(code).toBe(1);
  const differing = text.split("\n\n")[0]?.split("\n").slice(2) ?? [];
  expect(differing.map((line) => line.trim().split(/ {2,}/).slice(0, 5).join(" "))).toEqual([
    "cloudrun us-central1 memory 0.0000025 0.0000026",
    "cloudrun europe-west1 memory 0.0000025 0.0000026",
    "functions us-central1 memory 0.0000025 0.0000026",
    "functions europe-west1 memory 0.0000025 0.0000026",
    "eks us-east-1 capacityUnits 0.006 0.007",
  ]);
  expect(text).toMatch(/^ {2}eks .* NLCU-hour +XZ2DR556MD28P9WJ in the list of 2026-08-31 +https:.* 2026-12-01 +30$/m);
  expect(text).toContain("\n  cloudrun us-central1 idleVcpu\n");
  expect(text).toContain("\n  eks autoMode: https://aws.amazon.com/eks/pricing, quoted by third parties\n");
  expect(text).toContain(
    "\nAWS's price list of AmazonECS in us-east-1 cannot be read: pricing.us-east-1.amazonaws.com answered 404.\n",
  );
  expect(text).toMatch(/\n\d+ prices agree, 5 differ, .* could not be read\. Nothing was changed\.$/);
});

it("says for each vendor why it cannot be read, once", async () => {
  const noNetwork = () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ENOTFOUND" } }));
  const { code, text } = await run([], noNetwork);
  expect(code).toBe(1);
  expect(text.match(/cannot be read from .*$/gm)).toEqual([
    "cannot be read from pricing.us-east-1.amazonaws.com (ENOTFOUND): check the network, and HTTPS_PROXY if there is a proxy.",
  ]);
  expect(text.match(/needs an API key.*$/gm)).toEqual([
    "needs an API key: create one for the Cloud Billing API (https://cloud.google.com/docs/authentication/api-keys), and set GOOGLE_API_KEY.",
  ]);
});

it("lists the ages of prices without any request, the oldest first", async () => {
  const { code, text } = await run(["--age"], () => expect.fail("a request"));
  const days = text
    .split("\n")
    .slice(1)
    .map((line) => Number(/^\S+ +(\d+)/.exec(line)?.[1]));
  expect(code).toBe(0);
  expect(days.length).toBeGreaterThan(5);
  expect(days).toEqual(days.toSorted((a, b) => b - a));
});

it("refuses a flag that it does not have", async () => {
  expect(await run(["--write"], someAnswers)).toEqual({
    code: 2,
    text: '"--write" is not a flag of prices:refresh, which has --age: correct it.',
  });
});
