import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { confine } from "./confinement.ts";
import { functionVariables, type FunctionSettings } from "./function-variables.ts";
import { recentLines } from "./recent-lines.ts";

const BOOTSTRAP = fileURLToPath(new URL("../bootstrap/bootstrap.mjs", import.meta.url));

/** Lambda's wording, which is Go's. */
const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGILL: "illegal instruction",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

/** The process that runs the function's code. */
export interface FunctionProcess {
  readonly pid: number;
  /** Settles with how it ended: `exit status 1`, `signal: killed`. */
  readonly ended: Promise<string>;
  readonly lastLogLines: readonly string[];
  /** No code of the function runs between `freeze` and `thaw`; both do nothing if it is not confined. */
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
}

export function startFunction(settings: FunctionSettings, runtimeApi: string): FunctionProcess {
  const bootstrap = settings.bootstrap ?? [BOOTSTRAP];
  const confinement = settings.confinement && confine({ ...settings, bootstrap });
  const command = [settings.node ?? process.execPath, ...bootstrap];
  const [program = "", ...programArguments] = confinement?.wrap(command) ?? command;
  const child = spawn(program, programArguments, {
    cwd: settings.taskRoot,
    env: functionVariables(settings, runtimeApi),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined); // The function closed its end; "close" below tells.
  const output = recentLines(settings.log);
  output.follow(child.stdout);
  output.follow(child.stderr);
  const ended = once(child, "close").then(() => {
    confinement?.release();
    return endOf(child);
  });
  return {
    pid: child.pid ?? -1,
    ended,
    lastLogLines: output.lines,
    freeze: () => void (confinement && child.kill("SIGSTOP")),
    thaw: () => void (confinement && child.kill("SIGCONT")),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function endOf({ exitCode, signalCode }: ChildProcess): string {
  return signalCode === null ? `exit status ${exitCode}` : `signal: ${SIGNALS[signalCode] ?? signalCode}`;
}
