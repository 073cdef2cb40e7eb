import { PackagingError } from "./errors.ts";
import { packageAll, type PackageOptions } from "./package-all.ts";
import { useProxies } from "./proxies.ts";

/** `packageAll` for a script; a base image is fetched through the proxy of the environment. */
export async function runPackaging(options: PackageOptions): Promise<void> {
  await sayFailure(async () => {
    const note = useProxies(process.env);
    if (note !== undefined) process.stderr.write(`${note}\n`);
    const { artifacts } = await packageAll(options);
    process.stdout.write(artifacts.map(({ path, digest }) => `${path} ${digest}\n`).join(""));
  });
}

/** Prints a failure as one sentence and sets exit code 1; a bug is thrown with its stack. */
export async function sayFailure(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof PackagingError) && (error as Error).name !== "ManifestError") throw error;
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
