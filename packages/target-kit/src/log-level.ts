import { LOG_LEVEL_ALIASES, LOG_LEVELS } from "@modelport/contracts";
import * as z from "zod";

/** The setting `modelport:logLevel`: a deployment always says when it fails, so there is no "silent". */
export const logLevel = z.enum(LOG_LEVELS).exclude(["silent"]).default("info").meta({ aliases: LOG_LEVEL_ALIASES });
