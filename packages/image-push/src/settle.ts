import { RegistryError } from "@modelport/packaging";

/** How long to wait for a new repository. */
export interface Patience {
  readonly longestMs: number;
  /** The first pause; each further one is twice as long, up to 15 seconds. */
  readonly firstPauseMs: number;
}

/**
 * Google says that permissions usually take two minutes, and sometimes seven or more
 * (https://cloud.google.com/iam/docs/access-change-propagation), and that an API takes a few after it was enabled.
 */
const PATIENCE: Patience = { longestMs: 180_000, firstPauseMs: 2_000 };
const LONGEST_PAUSE_MS = 15_000;
/**
 * What a registry answers while a repository, a permission or an API has not taken effect everywhere: ECR and Artifact
 * Registry 404, Artifact Registry also 403 (pulumi/pulumi#7442,
 * terraform-google-modules/terraform-google-cloud-run#28).
 */
const UNSETTLED: ReadonlySet<number | undefined> = new Set([403, 404]);

/**
 * Retries `attempt` while a registry refuses it in a way that is typical of new repositories; throws the last refusal.
 */
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
        throw new RegistryError(`${error.message} It has answered that for ${seconds} s.`, error.status);
      }
      report(
        `${error.message} What was made or enabled a moment ago may: trying for ${Math.ceil(leftMs / 1000)} s more.`,
      );
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
