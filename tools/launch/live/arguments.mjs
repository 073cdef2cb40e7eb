// The command line of `npm run live`, and what it says before any money is spent.
import { readStackArguments, USAGE_EXIT_CODE } from "../deploying.mjs";
import { StepFailed } from "../step.mjs";

const FLAG = "--yes-spend";

/** @throws {StepFailed} where the words are wrong */
export function readLiveArguments(root, words) {
  const { stack, name, target, flags, timeoutSeconds } = readStackArguments("live", root, words);
  const wrong = flags.find((flag) => flag !== FLAG);
  if (wrong !== undefined) {
    throw new StepFailed(
      `"${wrong}" is no flag of npm run live, which takes a stack, ${FLAG} and --verify-timeout-seconds <seconds>.`,
      USAGE_EXIT_CODE,
    );
  }
  return { stack, name, target, spends: flags.includes(FLAG), timeoutSeconds };
}

/** @throws {StepFailed} the refusal without `--yes-spend`, with what it would cost */
export function refuseSpending(stack, target, estimate) {
  throw new StepFailed(
    `npm run live deploys ${stack} to a real account on ${target}, asks it for predictions, deploys another model and the first ` +
      `again, and destroys it all. ${costSentence(estimate)} Write npm run live -- ${stack} ${FLAG} to do it.`,
    USAGE_EXIT_CODE,
  );
}

/** @param {{usdPerRun: number, fixedUsdPerMonth: number, requests: number, hours: number}} estimate */
export function costSentence({ usdPerRun, fixedUsdPerMonth, requests, hours }) {
  return (
    `It costs about ${usdPerRun.toFixed(2)} USD at list prices without a free tier: ${requests} requests, and ${hours === 1 ? "an hour" : `${hours} hours`} of ` +
    `what is fixed. What a broken run leaves costs ${fixedUsdPerMonth.toFixed(2)} USD a month until it is destroyed.`
  );
}

/** Why a stack that is deployed is not taken: the run ends with its destruction. */
export function deployedSentence(stack, target) {
  const own = `${target}-live`;
  return (
    `${stack} is deployed, and npm run live destroys the stack that it is given: take one of its own, ` +
    (stack === own ? `or first npm run destroy -- ${stack}.` : `npm run live -- ${own}.`)
  );
}

/** What failed, and what is to be done about what is still deployed. */
export function failureSentence(stack, steps, deployed) {
  const { what, said } = steps.find(({ ok }) => !ok);
  const rest =
    deployed === 0
      ? "The state holds nothing any more."
      : `${deployed} resources are still deployed, and cost money: npm run destroy -- ${stack} --yes destroys them.`;
  return `The live run of ${stack} failed at "${what}": ${said.replace(/\.$/, "")}. ${rest}`;
}
