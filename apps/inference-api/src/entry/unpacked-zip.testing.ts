// The Lambda zip, unpacked once for all tests of a run: unpacking takes longer than most tests of a function.
import type { LambdaEmulatorOptions } from "@modelport/local-runtime";
import { inject } from "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder of the unpacked zip, from unpacked-zip.setup.ts. */
    lambdaTaskRoot: string;
  }
}

/** The code of an emulated function; every function of the run shares it, and can only read it. */
export function unpackedZip(): Pick<LambdaEmulatorOptions, "taskRoot"> {
  return { taskRoot: inject("lambdaTaskRoot") };
}
