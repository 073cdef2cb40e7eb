import { RegistryError } from "@modelport/packaging";

/** How long to wait for a new repository. */
export interface Patience {
  readonly longestMs: number;
  /** The first pause; each is twice the one before, up to 15 seconds. */
  readonly firstPauseMs: number;
}

/**
 * According to Google, permissions usually take two minutes and sometimes seven or more
 * (https://cloud.google.com/iam/docs/access-change-propagation), and an enabled API takes a few minutes.
 */
const PATIENCE: Patience = { longestMs: 180_000, firstPauseMs: 2_000 };
const LONGEST_PAUSE_MS = 15_000;
/**
 * What a registry answers while a repository, a permission or an API is not known everywhere: 404 of ECR and Artifact Registry,
 * 403 of Artifact Registry (pulumi/pulumi#7442, terraform-google-modules/terraform-google-cloud-run#28).
 */
const UNSETTLED: ReadonlySet<number | undefined> = new Set([403, 404]);

/** Repeats `attempt` while a registry answers as it does for something new; throws the last error. */
export async function untilSettled<T>(
  attempt: () => Promise<T>,
  report: (line: string) => void,
  { longestMs, firstPauseMs }: Patience = PATIENCE,
): Promise<T> {
  const startedAt = performance.now();
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RegistryError) || !UNSETTLED.has(error.status)) throw error;
      const leftMs = longestMs - (performance.now() - startedAt) - pauseMs;
      if (leftMs < 0) {
        const seconds = Math.round((performance.now() - startedAt) / 1000);
        throw new RegistryError(`${error.message} It has answered so for ${seconds} s.`, error.status);
      }
      report(`${error.message} That is normal for something new: retrying for ${Math.ceil(leftMs / 1000)} s.`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
