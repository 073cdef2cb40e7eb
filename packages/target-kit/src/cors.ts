// Pages of other origins, for targets whose front does not answer browsers itself: the app does then.
import * as z from "zod";

/** As browsers send it: nothing in upper case, no path, and no port that is the scheme's own; the app takes no other. */
const ORIGIN = /^(\*|(?!http:.*:80$|https:.*:443$)https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?)$/;

/** The setting `modelport:corsOrigins`. */
export const corsOrigins = z
  .array(z.string().regex(ORIGIN))
  .default([])
  .meta({ allowed: "a list of origins such as https://app.example.com, or *" })
  .describe("Web pages that may ask it from a browser.");

/** The app's variables for these; none where it is to say nothing of CORS. */
export function corsEnvironment(origins: readonly string[]): Readonly<Record<string, string>> {
  if (origins.length === 0) return {};
  return { CORS_ORIGINS: origins.includes("*") ? "*" : origins.join(",") };
}
