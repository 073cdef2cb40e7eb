export interface PulumiCli {
  readonly command: string;
  readonly source: "path" | "npm" | "go";
  readonly binDir: string;
}

/** The CLI on PATH, downloaded or built; `unavailable` is one sentence that says how to get one. */
export function resolvePulumi(options?: {
  readonly log?: (line: string) => void;
}): Promise<PulumiCli | { readonly unavailable: string }>;

/** `env` with the pinned Node, the language host and the provider of dynamic resources on PATH, and what the CLI asks for. */
export function pulumiEnvironment(options: {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cli: PulumiCli;
  readonly targetFor: (stack: string) => string | undefined;
}): { readonly env: NodeJS.ProcessEnv };

/** Runs a program with this process's terminal and forwards signals to it. */
export function passThrough(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly code?: number | null; readonly signal?: string }>;

/** One sentence for each error of a cloud that somebody can fix; `passes` if the same request succeeds some minutes later. */
export function remediesFor(
  errors: readonly string[],
  stack: string,
): { readonly sentences: readonly string[]; readonly passes: boolean };
