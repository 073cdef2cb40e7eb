// The settings that every target has, because the app that it deploys is the same.
import { isWebOrigin, LOG_LEVEL_ALIASES, LOG_LEVELS } from "@modelport/contracts";
import * as z from "zod";

/** The app accepts nothing else. */
const allOrOrigin = z.stringFormat("origin", (text) => text === "*" || isWebOrigin(text));

/** A map such as environment variables or tags. */
export const textMap = z.record(z.string(), z.string()).default({}).meta({ allowed: "a map of names to strings" });

export const appSettings = {
  public: z.boolean().default(false).describe("Whether anyone can call the endpoint, without credentials."),
  corsOrigins: z
    .array(allOrOrigin)
    .default([])
    .meta({ allowed: "a list of origins such as https://app.example.com, or *", sample: ["https://app.example.com"] })
    .describe("Origins of the web pages that may call the endpoint from a browser."),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("The probability from which the label is positive. Default: the manifest's."),
  // A deployment always logs its failures, so there is no "silent".
  logLevel: z
    .enum(LOG_LEVELS)
    .exclude(["silent"])
    .default("info")
    .meta({ aliases: LOG_LEVEL_ALIASES })
    .describe("Log level of the app; `info` logs one line per request."),
  environment: textMap
    .meta({ sample: { MAX_THREADS: "2" } })
    .describe("Additional environment variables of the app, none of them a secret."),
} as const;

export type AppSettings = z.output<z.ZodObject<typeof appSettings>>;
