import { expect, it } from "vitest";
import { adrOf } from "./adr.ts";
import { analyze } from "./analysis.ts";
import { requirements, stepped, targets } from "./fixture.testing.ts";
import { LANGUAGES } from "./words/index.ts";

const record = (fields: Parameters<typeof requirements>[0], language: keyof typeof LANGUAGES) =>
  adrOf(analyze(targets, requirements(fields)), LANGUAGES[language]);

it("has the same bytes for the same inputs, and another hash for others", async () => {
  const [once, again, other] = await Promise.all([record({}, "en"), record({}, "en"), record({ team: 2 }, "en")]);
  expect(again).toBe(once);
  const hash = (text: string) => /`([0-9a-f]{64})`/.exec(text)?.[1];
  expect(hash(once)).toBeDefined();
  expect(hash(other)).not.toBe(hash(once));
});

it("hashes prices and weights too, in whatever order they are written", async () => {
  const hashWith = async (options: Parameters<typeof analyze>[2]) =>
    /`([0-9a-f]{64})`/.exec(await adrOf(analyze(targets, requirements(), options), LANGUAGES.en))?.[1];
  const prices = { metered: { requests: 2 }, stepped: { cluster: 1, nodes: 2 } };
  const reordered = { stepped: { nodes: 2, cluster: 1 }, metered: { requests: 2 } };
  expect(await hashWith({ prices: reordered })).toBe(await hashWith({ prices }));
  expect(await hashWith({ prices })).not.toBe(await hashWith({}));
});

it("shows the switches and prices that the estimate is for", async () => {
  const options = { freeTier: true, prices: { metered: { requests: 2 } } };
  const text = await adrOf(analyze(targets, requirements(), options), LANGUAGES.en);
  expect(text).toContain('  "prices": {"metered":{"requests":2}}');
  expect(text).toContain('  "freeTier": true');
});

it("does not say that it costs so much in a region where it may not be", async () => {
  const text = await record({ region: "eu" }, "en");
  expect(text).toContain(" of the prices, which are those of us-test-1: none are known where you want them.\n");
  expect(text).not.toContain("USD a month in us-test-1");
});

it.each(["en", "es"] as const)(
  "in %s, has the sections of MADR, the rejections and what to revisit it for",
  async (language) => {
    const { adr } = LANGUAGES[language];
    const text = await record({ networkControl: true }, language);
    const sections = [adr.context, adr.drivers, adr.considered, adr.outcome, adr.pros, adr.more].map(
      (each) => `## ${each}`,
    );
    expect(text.split("\n").filter((line) => line.startsWith("## "))).toEqual(sections);
    expect(text).toContain("offers.networkControl");
    expect(text).toContain(`### ${adr.triggers}`);
  },
);

it("is a record too where no target passes", async () => {
  expect(await record({ gpu: true }, "en")).toContain("# No platform passes every requirement");
});

it("says that two targets are close, which a decision should not hang on", async () => {
  const close = LANGUAGES.en.close("metered", "stepped");
  expect(await record({ requestsPerMonth: 0 }, "en")).not.toContain(close);
  const again = { ...stepped, name: "again" };
  const text = await adrOf(analyze([stepped, again], requirements()), LANGUAGES.en);
  expect(text).toContain(LANGUAGES.en.close("again", "stepped"));
});
