// The detached process behind a local Lambda service: `node lambda-host.ts <settings file>`.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { LocalRuntimeError } from "./errors.ts";
import { startLambdaEmulator } from "./lambda-emulator.ts";
import { serveLambda, type InvokeMode } from "./serve-lambda.ts";

export interface LambdaHostSettings {
  readonly taskRoot: string;
  readonly functionName: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMiB?: number;
  readonly timeoutSeconds?: number;
  readonly handler?: string;
  readonly invokeMode?: InvokeMode;
}

async function run(settingsFile: string): Promise<void> {
  const { port, invokeMode, ...settings } = JSON.parse(await readFile(settingsFile, "utf8")) as LambdaHostSettings;
  const emulator = await startLambdaEmulator({ ...settings, log: (line) => void process.stdout.write(`${line}\n`) });
  const front = await serveLambda({ emulator, port, invokeMode });
  const stop = async () => {
    await front.close();
    await emulator.stop();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await run(process.argv[2] ?? "");
  } catch (error) {
    console.error(error instanceof LocalRuntimeError ? error.message.split("\n")[0] : error);
    process.exit(1);
  }
}
