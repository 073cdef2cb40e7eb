// How ECS replaces tasks, as plain data. Docs: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
import type { EcsSettings } from "../settings.ts";

type RolloutSettings = Pick<EcsSettings, "deployment" | "bakeMinutes" | "stepPercent" | "stepMinutes">;

/** The usual time until tasks are started, healthy and registered, and the old ones are gone; ECS gives up within it. */
const REPLACE_MINUTES = 20;

export function deploymentConfiguration({ deployment, bakeMinutes, stepPercent, stepMinutes }: RolloutSettings) {
  const shift = { bakeTimeInMinutes: String(bakeMinutes) };
  const minutes = String(stepMinutes);
  switch (deployment) {
    case "rolling":
      // The bake time is declared, because the provider keeps it if it is left out.
      return { strategy: "ROLLING", bakeTimeInMinutes: "0" };
    case "blue-green":
      return { strategy: "BLUE_GREEN", ...shift };
    case "linear":
      return { strategy: "LINEAR", ...shift, linearConfiguration: { stepPercent, stepBakeTimeInMinutes: minutes } };
    case "canary":
      return {
        strategy: "CANARY",
        ...shift,
        canaryConfiguration: { canaryPercent: stepPercent, canaryBakeTimeInMinutes: minutes },
      };
  }
}

/** How long `up` waits for a deployment, whose steps and bake time are part of it. */
export function longestMinutes({ deployment, bakeMinutes, stepPercent, stepMinutes }: RolloutSettings): number {
  if (deployment === "rolling") return REPLACE_MINUTES;
  const steps = { "blue-green": 0, canary: 1, linear: Math.ceil(100 / stepPercent) }[deployment];
  return REPLACE_MINUTES + bakeMinutes + steps * stepMinutes;
}
