import { PackagingError } from "./errors.ts";
import { packageAll, type PackageOptions } from "./package-all.ts";

/**
 * `packageAll` for a script: prints a failure as its one sentence and sets exit code 1.
 * A fault of ours, as opposed to the input's, is thrown with its stack.
 */
export async function runPackaging(options: PackageOptions): Promise<void> {
  try {
    const { artifacts } = await packageAll(options);
    process.stdout.write(artifacts.map(({ path, digest }) => `${path} ${digest}\n`).join(""));
  } catch (error) {
    if (!(error instanceof PackagingError) && (error as Error).name !== "ManifestError") throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
