// Pages of other origins, for targets whose front does not answer browsers itself: the app does then.
import { isWebOrigin } from "@modelport/contracts";
import * as z from "zod";

/** The app takes no other. */
const allOrOrigin = z.stringFormat("origin", (text) => text === "*" || isWebOrigin(text));

/** The setting `modelport:corsOrigins`. */
export const corsOrigins = z
  .array(allOrOrigin)
  .default([])
  .meta({ allowed: "a list of origins such as https://app.example.com, or *" })
  .describe("Web pages that may ask it from a browser.");

/** The app's variables for these; none where it is to say nothing of CORS. */
export function corsEnvironment(origins: readonly string[]): Readonly<Record<string, string>> {
  if (origins.length === 0) return {};
  return { CORS_ORIGINS: origins.includes("*") ? "*" : origins.join(",") };
}
