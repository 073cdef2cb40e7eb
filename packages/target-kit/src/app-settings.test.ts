import { expect, it } from "vitest";
import { appEnvironment, appVariables } from "./app-environment.ts";
import { appSettings } from "./app-settings.ts";

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
