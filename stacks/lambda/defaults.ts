// Defaults that depend on other settings: changing one setting alone must not be refused because of one that is left out.
import type { RawSettings } from "@modelport/target-kit";
import { API_SECONDS } from "./rules.ts";
import type { LambdaSettings } from "./settings.ts";

/** A REST API waits less than the usual timeout, and a stage of API Gateway takes both throttles or neither. */
export function defaultsFor({
  endpoint,
  throttleRequestsPerSecond: rate,
  throttleBurst: burst,
}: RawSettings): Partial<LambdaSettings> {
  const isApi = endpoint === "http-api" || endpoint === "rest-api";
  return {
    ...(endpoint === "rest-api" && { timeoutSeconds: API_SECONDS["rest-api"] }),
    ...(isApi &&
      burst === undefined &&
      typeof rate === "number" && { throttleBurst: within(1, Math.ceil(rate), 5000) }),
    ...(isApi &&
      rate === undefined &&
      typeof burst === "number" && { throttleRequestsPerSecond: within(1, burst, 10_000) }),
  };
}

const within = (least: number, value: number, most: number): number => Math.min(Math.max(value, least), most);
