// The zones of a Standard cluster's nodes.
import type { Place } from "@modelport/google";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import type { GkeSettings } from "../settings.ts";

/** Regions that have no zone a: https://cloud.google.com/compute/docs/regions-zones, read on 2026-12-01. */
const WITHOUT_A: ReadonlySet<string> = new Set(["europe-west1", "us-east1"]);

/**
 * Always stated, because Google keeps the zones of a pool that no longer says which.
 * @throws {DeploymentRefused} if a zone is in another region
 */
export function zonesOf({ zones }: Pick<GkeSettings, "zones">, { region }: Place, stack: string): readonly string[] {
  const usual = (WITHOUT_A.has(region) ? ["b", "c", "d"] : ["a", "b", "c"]).map((letter) => `${region}-${letter}`);
  const elsewhere = zones.find((zone) => zone.slice(0, -2) !== region);
  if (elsewhere !== undefined) {
    throw new DeploymentRefused(
      `modelport:zones has ${elsewhere}, but gcp:region is ${region}: name zones of that region with ` +
        `${configCommand({ key: "zones", value: usual.slice(0, 2) }, stack)}, or leave them to the target with ` +
        `${configCommand({ key: "zones" }, stack)}.`,
    );
  }
  return zones.length === 0 ? usual : [...new Set(zones)].toSorted();
}
