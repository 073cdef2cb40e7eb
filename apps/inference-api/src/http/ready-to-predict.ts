import type { Predictor } from "@modelport/predictor";
import type { AppContext } from "./context.ts";
import { refuse } from "./refuse.ts";
import type { Service } from "../service.ts";

/** What a prediction needs before its body is read. */
export interface ReadyToPredict {
  readonly predictor: Predictor;
  readonly explained: boolean;
}

/** Refuses early: no model yet, a bad `explain`, or explanations that the model cannot give. */
export function readyToPredict(c: AppContext, { predictor }: Service): ReadyToPredict | Response {
  if (!predictor) return refuse(c, "not_ready", { headers: { "Retry-After": "1" } });
  const asked = c.req.query("explain");
  if (asked !== undefined && asked !== "true" && asked !== "false") {
    return refuse(c, "invalid_parameter", {
      detail: `explain is ${JSON.stringify(asked.slice(0, 60))}, but must be true or false.`,
    });
  }
  if (asked === "true" && !predictor.explains) return refuse(c, "explanation_unavailable");
  return { predictor, explained: asked === "true" };
}
