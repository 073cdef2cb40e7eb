// What is the same for every platform that modelport does not deploy.
import { type Facts, factsRead, noTimeouts } from "@modelport/target-kit";
import * as z from "zod";

export const stated = factsRead("2026-12-01");
export const course = "module 12 of the course, table 12.1";
export const judgment = "a judgment of this project, docs/adr/0070-alternatives-and-switches.md";

/** What an alternative declares, although nothing deploys it. */
export const notDeployed = {
  artifacts: ["oci-image"],
  settings: z.strictObject({
    public: z.boolean().default(false).describe("Whether clients call it over the internet."),
  }),
  outputs: {},
} as const;

/** The facts that only a deployment has. */
export const withoutDeployment = {
  timeouts: stated(
    { ...noTimeouts, cpuPausedBetweenRequests: false },
    judgment,
    "Nothing deploys it, so there are no timers to set.",
  ),
  destroyBlockers: [],
} as const satisfies Pick<Facts, "timeouts" | "destroyBlockers">;

/** The app's line for a request at info, as the targets count it. */
export const APP_LOG_BYTES = 200;
export const APP_ENTRY_BYTES = 600;

/** The mean load of its CPUs at which a platform adds one more, as of the targets. */
export const TARGET_UTILIZATION = 0.6;
