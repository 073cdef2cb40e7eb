import { expect, it } from "vitest";
import { corsEnvironment, corsOrigins } from "./cors.ts";

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

it("tells the app the origins, or that all may ask, or nothing", () => {
  expect(corsEnvironment([])).toEqual({});
  expect(corsEnvironment(["https://a.example", "https://b.example"])).toEqual({
    CORS_ORIGINS: "https://a.example,https://b.example",
  });
  expect(corsEnvironment(["https://a.example", "*"])).toEqual({ CORS_ORIGINS: "*" });
});
