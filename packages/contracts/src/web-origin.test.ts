import { expect, it } from "vitest";
import { isWebOrigin } from "./web-origin.ts";

it.each([
  "https://app.example.com",
  "http://localhost:5173",
  "http://[::1]:8080",
  "https://xn--caf-dma.example",
  "http://127.0.0.1",
  "https://a",
  "https://a-b.example:65535",
  "https://1und1.de",
])("takes %s", (origin) => {
  expect(isWebOrigin(origin)).toBe(true);
});

it.each([
  "https://a:99999",
  "https://a:65536",
  "https://a:0",
  "https://a:080",
  "https://a:",
  "https://a:443",
  "http://a:80",
  "https://a..b",
  "https://.a",
  "https://a.",
  "https://-a.example",
  "https://a-.example",
  "https://a.example..com",

  "https://256.1.1.1",
  "https://1.2.3",
  "https://1",
  "https://0x7f.0.0.1",
  "https://[::1",
  "https://[::g]",
  "https://[0::1]",
  "https://",
  "https:///",
  "//a",
  "a",
  "null",
  "file://a",
  "ftp://a",
  "https://a/",
  "https://a/b",
  "https://a?b",
  "https://a#b",
  "https://A",
  "HTTPS://a",
  "https://u@a",
  "https://u:p@a",
  "https://*.example.com",
  "*",
  "https://a b",
  "https://a\n",
  " https://a",
  "https://a,https://b",
  "https://é.example",
  "https://a%2eb",
  `https://${"a".repeat(64)}.example`,
  `https://${"a.".repeat(126)}ab`,
])("refuses %j, which no browser sends", (origin) => {
  expect(isWebOrigin(origin)).toBe(false);
});
