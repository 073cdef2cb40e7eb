import { expect, it } from "vitest";
import { problemResponse } from "./refuse.ts";

const refused = (path: string) => problemResponse("answer_too_large", "r-1", path, "Send fewer rows.");

it("replaces an answer by a problem", async () => {
  const response = refused("/api/v1/predict/batch");
  expect([response.status, response.headers.get("content-type")]).toEqual([413, "application/problem+json"]);
  expect(await response.json()).toMatchObject({
    code: "answer_too_large",
    detail: "Send fewer rows.",
    request_id: "r-1",
  });
});

it("replaces an answer under /v2 by the protocol's error", async () => {
  const response = refused("/v2/models/any/infer");
  expect([response.status, response.headers.get("content-type")]).toEqual([413, "application/json"]);
  expect(response.headers.get("x-request-id")).toBe("r-1");
  expect(await response.json()).toEqual({ error: "Send fewer rows." });
});
