// The command line of `npm run live`, and its sentences about money.
import { readStackArguments, USAGE_EXIT_CODE } from "../deploying.mjs";
import { StepFailed } from "../step.mjs";

const FLAG = "--yes-spend";

/** @throws {StepFailed} if the words are wrong */
export function readLiveArguments(root, words) {
  const { stack, name, target, flags, timeoutSeconds } = readStackArguments("live", root, words);
  const wrong = flags.find((flag) => flag !== FLAG);
  if (wrong !== undefined) {
    throw new StepFailed(
      `"${wrong}" is not a flag of npm run live, which takes a stack, ${FLAG} and --verify-timeout-seconds <seconds>.`,
      USAGE_EXIT_CODE,
    );
  }
  return { stack, name, target, spends: flags.includes(FLAG), timeoutSeconds };
}

/** @throws {StepFailed} always: without `--yes-spend`, with the cost */
export function refuseSpending(stack, target, estimate) {
  throw new StepFailed(
    `npm run live deploys ${stack} to a real account on ${target}, requests predictions, deploys another model and the first ` +
      `again, and destroys it all. ${costSentence(estimate)} Write npm run live -- ${stack} ${FLAG} to do it.`,
    USAGE_EXIT_CODE,
  );
}

/** @param {{usdPerRun: number, fixedUsdPerMonth: number, requests: number, hours: number, unknown: string[], otherRegion?: string}} estimate */
export function costSentence({ usdPerRun, fixedUsdPerMonth, requests, hours, unknown, otherRegion }) {
  const beside = unknown.length === 0 ? "" : ` Not counted, because no price is known: ${unknown.join(", ")}.`;
  const prices =
    otherRegion === undefined
      ? "list prices"
      : `list prices of ${otherRegion} (those of the stack's region are not known)`;
  return (
    `It costs about ${usdPerRun.toFixed(2)} USD at ${prices} without a free tier: ${requests} requests, and ${hours === 1 ? "an hour" : `${hours} hours`} of ` +
    `the fixed costs. A run that fails leaves resources that cost ${fixedUsdPerMonth.toFixed(2)} USD a month until they are destroyed.${beside}`
  );
}

/** Why a deployed stack is rejected: the run would destroy it at the end. */
export function deployedSentence(stack, target) {
  const own = `${target}-live`;
  return (
    `${stack} is deployed, and npm run live destroys its stack at the end: use another stack, ` +
    (stack === own ? `or first npm run destroy -- ${stack}.` : `npm run live -- ${own}.`)
  );
}

/** What failed, and how to destroy what is still deployed. */
export function failureSentence(stack, steps, deployed) {
  const { what, said } = steps.find(({ ok }) => !ok);
  const rest =
    deployed === 0
      ? "The state is empty."
      : `${deployed} resources are still deployed and cost money: npm run destroy -- ${stack} --yes destroys them.`;
  return `The live run of ${stack} failed at "${what}": ${said.replace(/\.$/, "")}. ${rest}`;
}
