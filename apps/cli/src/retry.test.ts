import { expect, it } from "vitest";
import { backoffMs, parseRetryAfter, Passing, withRetries } from "./retry.ts";

it("doubles the wait up to 30 s, and spreads it over its second half", () => {
  expect([1, 2, 3, 4].map((retry) => backoffMs(retry, 1))).toEqual([250, 500, 1000, 2000]);
  expect(backoffMs(3, 0)).toBe(500);
  expect(backoffMs(50, 1)).toBe(30_000);
});

it("reads Retry-After as seconds and as a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(parseRetryAfter("7", now)).toBe(7000);
  expect(parseRetryAfter("Thu, 01 Jan 2026 00:00:09 GMT", now)).toBe(9000);
  expect(parseRetryAfter("Thu, 01 Jan 2025 00:00:09 GMT", now)).toBe(0);
  expect(parseRetryAfter("soon", now)).toBeUndefined();
  expect(parseRetryAfter(null, now)).toBeUndefined();
});

it("does not wait longer than five minutes for a server that asks for it", async () => {
  const policy = { retries: 3, signal: new AbortController().signal, onRetry: () => undefined };
  const attempt = () => Promise.reject(new Passing("http://a answered 429", 301_000));
  await expect(withRetries(policy, attempt)).rejects.toThrow(
    "http://a answered 429 and requires a wait of 301 s: try again then.",
  );
});

it("tries nothing again that will not pass", async () => {
  let tries = 0;
  const policy = { retries: 3, signal: new AbortController().signal, onRetry: () => undefined };
  const attempt = () => Promise.reject(new Error(`try ${(tries += 1)}`));
  await expect(withRetries(policy, attempt)).rejects.toThrow("try 1");
});
