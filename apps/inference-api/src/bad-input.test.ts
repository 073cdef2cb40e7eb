// The contract suite's table of bad requests has the length that it claims, and no duplicates.
import { join } from "node:path";
import { badRequests, readExpectedModel } from "@modelport/contract-tests";
import { expect, it } from "vitest";

it("holds at least sixty kinds of bad input for the shipped model", async () => {
  const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../model"));
  const rows = badRequests(manifest);
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map(({ request }) => JSON.stringify(request))).size).toBe(rows.length);
  expect(rows.filter(({ status, detail }) => status < 400 || status > 499 || !detail)).toEqual([]);
});
