import { expect, it } from "vitest";
import * as z from "zod";
import { appEnvironment, appVariables } from "./app-environment.ts";
import { appSettings } from "./app-settings.ts";
import { settingSchemas, settingsReference } from "./setting-schema.ts";

const { corsOrigins } = appSettings;

it.each(["*", "https://app.example.com", "http://localhost:5173", "http://[::1]:8080", "https://xn--caf-dma.example"])(
  "takes %s",
  (origin) => {
    expect(corsOrigins.parse([origin])).toEqual([origin]);
  },
);

it.each([
  "https://app.example.com/",
  "https://App.example.com",
  "https://*.example.com",
  "https://a.example,https://b.example",
  "https://a.example:443",
  "http://a.example:80",
  "app.example.com",
  "https://a:99999",
  "https://a..b",
])("refuses %s, which no browser sends", (origin) => {
  expect(corsOrigins.safeParse([origin]).success).toBe(false);
});

it("tells the app the origins, or that every page may call it, or nothing", () => {
  const { CORS_ORIGINS } = appVariables;
  const told = (origins: readonly string[]) =>
    appEnvironment({ CORS_ORIGINS }, { corsOrigins: [...origins] }, { digest: "sha256:0" });
  expect(told([])).toEqual({});
  expect(told(["https://a.example", "https://b.example"])).toEqual({
    CORS_ORIGINS: "https://a.example,https://b.example",
  });
  expect(told(["https://a.example", "*"])).toEqual({ CORS_ORIGINS: "*" });
});

it("describes each setting, with values to test it with", () => {
  const rows = settingsReference(settingSchemas(z.strictObject(appSettings)));
  expect(rows.map(({ key }) => key)).toEqual(["public", "corsOrigins", "threshold", "logLevel", "environment"]);
  for (const { key, description, edges } of rows) expect([description.length, edges.length], key).not.toContain(0);
  expect(rows.find(({ key }) => key === "environment")).toMatchObject({
    allowed: "a map of names to strings",
    edges: [{ MAX_THREADS: "2" }],
  });
});
