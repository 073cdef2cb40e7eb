import { RegistryError } from "@modelport/packaging";

/** How long a new repository is waited for. */
export interface Patience {
  readonly longestMs: number;
  /** The first pause; each is twice the one before, up to a quarter of a minute. */
  readonly firstPauseMs: number;
}

/**
 * Google says that rights take two minutes as a rule, and seven or more sometimes
 * (https://cloud.google.com/iam/docs/access-change-propagation), and of an API that it takes a few after it was enabled.
 */
const PATIENCE: Patience = { longestMs: 180_000, firstPauseMs: 2_000 };
const LONGEST_PAUSE_MS = 15_000;
/**
 * What a registry answers for a repository, a right or an API that is not everywhere yet: 404 of ECR and of Artifact Registry,
 * 403 of Artifact Registry (pulumi/pulumi#7442, terraform-google-modules/terraform-google-cloud-run#28).
 */
const UNSETTLED: ReadonlySet<number | undefined> = new Set([403, 404]);

/** Runs `attempt` again while a registry refuses it as it refuses what is new, and throws its last refusal. */
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
