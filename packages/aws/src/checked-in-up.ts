import * as pulumi from "@pulumi/pulumi";

/**
 * What `check` says of a deployment that is there, in an `up`; `declared` in a preview, in which it is not there yet. For checks
 * alone: what a program declares must not depend on the occasion.
 */
export function checkedInUp<T>(declared: T, check: () => Promise<T>): Promise<T> {
  return pulumi.runtime.isDryRun() ? Promise.resolve(declared) : check();
}
