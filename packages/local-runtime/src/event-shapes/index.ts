import { alb, albMultiValue } from "./alb.ts";
import { direct } from "./direct.ts";
import { functionUrl, httpApiV2 } from "./payload-v2.ts";
import { restV1 } from "./rest-v1.ts";
import type { EventShape } from "./shape.ts";

export type { EventShape, HeaderLines, ShapeRequest, ShapeResponse } from "./shape.ts";

export type EventShapeName = "function-url" | "http-api-v2" | "rest-v1" | "alb" | "alb-multi-value" | "direct";

/** Every kind of HTTP endpoint of a Lambda function. */
export const eventShapes: Readonly<Record<EventShapeName, EventShape>> = {
  "function-url": functionUrl,
  "http-api-v2": httpApiV2,
  "rest-v1": restV1,
  alb,
  "alb-multi-value": albMultiValue,
  direct,
};
