import { expect, it } from "vitest";
import { errorsPage } from "./errors-page.ts";
import { errorTable, problem } from "./errors.ts";

it("is what docs/reference/errors.md says", async () => {
  await expect(errorsPage()).toMatchFileSnapshot("../../../docs/reference/errors.md");
});

it("has a sentence for every code", () => {
  for (const [code, { title, detail }] of Object.entries(errorTable)) {
    expect(title, code).toMatch(/^[A-Z].*[^.]$/);
    expect(detail, code).toMatch(/^[A-Z].*\.$/);
  }
});

it("builds the problem document, without members that say nothing", () => {
  expect(problem("not_found", "r-1", { detail: "There is no route /x." })).toEqual({
    type: "urn:modelport:problem:not_found",
    title: "No such route",
    status: 404,
    detail: "There is no route /x.",
    code: "not_found",
    request_id: "r-1",
  });
});
