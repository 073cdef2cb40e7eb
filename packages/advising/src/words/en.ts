import type { Comparison } from "../alternatives.ts";
import type { Rejection, RuleId } from "../hard-rules.ts";
import type { Input } from "../changes.ts";
import { moveEn } from "./move-en.ts";
import type { Words } from "./words.ts";

const number = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 3 });
const usd = (value: number) =>
  value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "negative" });
/** Country codes as people write them. */
const places = (codes: string) => codes.toUpperCase();
const mebibytes = (bytes: unknown) => `${number(Number(bytes) / 1024 ** 2)} MiB`;

const reasons: Readonly<Record<RuleId, (rejection: Rejection) => string>> = {
  "other-machines": () => "clients on other machines cannot call it",
  gpu: () => "it has no GPU, which is required",
  memory: ({ needed, found }) =>
    `an instance has at most ${number(Number(found))} MiB, but ${number(Number(needed))} are required`,
  "model-size": ({ needed, found }) => `it takes at most ${mebibytes(found)}, but the model has ${mebibytes(needed)}`,
  timeout: ({ needed, found }) =>
    `a request may take at most ${number(Number(found))} s, but ${number(Number(needed))} s are required`,
  "request-size": ({ needed, found }) =>
    `a request has at most ${mebibytes(found)}, but ${mebibytes(needed)} are required`,
  "response-size": ({ needed, found }) =>
    `a response has at most ${mebibytes(found)}, but ${mebibytes(needed)} are required`,
  "cold-start": ({ needed }) =>
    `a request may have to wait for an instance to start, which takes longer than the ${number(Number(needed))} ms that are allowed`,
  "network-control": () => "the platform, not the team, controls routes, network policies and load balancers",
  residency: ({ needed }) => `it has no region where data must stay (${places(String(needed))})`,
  "multi-cloud": ({ found }) => `its lock-in is ${String(found)}, but it must run at more than one vendor`,
  settings: ({ needed }) => `its settings cannot hold ${number(Number(needed))} MiB`,
  budget: ({ needed, found }) =>
    `it costs ${usd(Number(found))} USD a month, which is above the budget of ${usd(Number(needed))}`,
};

function evidence({ fact, source, asOf, note }: Rejection): string {
  const read = asOf === "" ? "" : `, read on ${asOf}`;
  return ` (${fact}: ${source}${read})${note === undefined ? "" : `. ${note.replace(/\.$/, "")}`}.`;
}

const inputs: Readonly<Record<Input, (value: number) => string>> = {
  requestsPerMonth: (value) => `${number(value)} requests a month`,
  durationMs: (value) => `${number(value)} ms a request`,
  peakFactor: (value) => `a peak factor of ${number(value)}`,
};

function compared(comparison: Comparison): string {
  switch (comparison.kind) {
    case "cheaper":
      return `That is ${usd(comparison.by)} USD less than ${comparison.than}.`;
    case "costlier":
      return `That is ${usd(comparison.by)} USD more than ${comparison.than}.`;
    case "undecided":
      return `Cost alone cannot tell it from ${comparison.than}.`;
    case "only":
      return "It passes every rule, which no target does.";
    case "overBudget":
      return "That is above the budget.";
    case "rejected":
    case "unknown":
      return "";
  }
}

export const en: Words = {
  number,
  usd,
  price: String,
  headings: {
    target: "target",
    usdPerMonth: "USD a month",
    interval: "by the prices' grades",
    score: "score",
    people: "people",
    weights: "Weights",
    rejected: "Rejected",
    breakEvens: "Break-evens by cost alone",
    changes: "What would change this",
  },
  workload: ({ requestsPerMonth, durationMs, memoryMiB, peakFactor, team, region, services, residency }) =>
    `${number(requestsPerMonth)} requests a month of ${number(durationMs)} ms, ${number(memoryMiB)} MiB, a peak factor of ` +
    `${number(peakFactor)}, a team of ${team}, prices of regions that begin with "${region}"` +
    (residency === undefined ? "" : `, data in ${places(residency.join(", "))}`) +
    `${services === 1 ? "" : `; ${services} services like this one`}.`,
  recommended: (name, title) => `Recommended: ${name}, ${title}.`,
  nothingLeft: "No target passes every rule.",
  rejection: (rejection) => `${reasons[rejection.rule](rejection)}${evidence(rejection)}`,
  unknownPrice: (atLeast) => `at least ${atLeast}: a price is unknown`,
  elsewhere: (region) => `prices of ${region}, because none are known where you want them`,
  undecided: (a, b, amount) =>
    `Cost alone cannot tell ${a} from ${b}: differences below ${amount} USD a month are within what the grades of their prices leave open.`,
  unknownCost: (name) =>
    `What ${name} costs is unknown, and with it whether that is within a budget or less than others: give its price with --prices.`,
  needsRoom: (name) => `The estimate of ${name} takes for granted that your cluster has room for its pods.`,
  close: (a, b) => `${a} and ${b} are close: other weights or prices may well reverse the order.`,
  weightsAre: (cost, people, risk, indifferent) =>
    `cost ${cost}, people ${people}, risk ${risk}; costs are compared after adding ${indifferent} USD a month to each.`,
  breakEven: ({ at, below, above }) => `From ${number(at)} requests a month ${above} is cheaper than ${below}.`,
  change: ({ input, direction, value, winner, isKnown }) => {
    const what = `${winner ?? "nothing is left"}${isKnown ? "" : ", whose price is unknown"}`;
    return direction === "up"
      ? `From ${inputs[input](value)}: ${what}.`
      : `At ${inputs[input](value)} or less: ${what}.`;
  },
  noChange: "Nothing: no other number of requests, duration or peak that was tried.",
  move: moveEn,
  beside: {
    alternatives: "Platforms that modelport does not deploy",
    costs: (amount) => `${amount} USD a month.`,
    compared,
    better: (title, amount, { kind }) =>
      kind === "only"
        ? `${title} would fit, for ${amount} USD a month; modelport does not deploy it.`
        : `${title} would be cheaper, ${amount} USD a month; modelport does not deploy it.`,
    switches: "What Spot and commitments change",
    switched: ({ name, target, savedUsd, note = "It has none." }) =>
      `--${name}, ${target}: ${savedUsd === 0 ? "nothing" : `${usd(savedUsd)} USD a month less`}. ${note}`,
    hours: "People's hours, which no cost and no score contains",
    worked: ({ target, hoursPerMonth, usdPerMonth }) =>
      `${target}: ${number(hoursPerMonth)} hours a month, ${usd(usdPerMonth)} USD.`,
  },
  adr: {
    title: (title) => `Deploy the model on ${title}`,
    titleOfNone: "No platform passes every requirement",
    context: "Context and Problem Statement",
    question: "A team wants to serve one ONNX model over HTTP. Which of modelport's targets fits these requirements?",
    inputs: (digest) => `Inputs, with the SHA-256 of their canonical JSON: \`${digest}\`.`,
    drivers: "Decision Drivers",
    driverList: [
      "Hard requirements first: no weight outweighs what a platform cannot do.",
      "The monthly cost by list prices, the people that the platform needs, and its risk: operational effort and lock-in.",
    ],
    considered: "Considered Options",
    outcome: "Decision Outcome",
    chosen: (name, score, next) =>
      `Chosen option: ${name}, because it has the best weighted score, ${score}${next === undefined ? "" : `; next is ${next}`}.`,
    consequences: "Consequences",
    cannot: (what, reason) => `Bad, because it cannot ${what}. ${reason}`,
    costs: (amount, low, high, { region, isElsewhere }) =>
      isElsewhere
        ? `It costs about ${amount} USD a month, ${low} to ${high} by the grades of the prices, which are those of ${region}: none are known where you want them.`
        : `It costs about ${amount} USD a month in ${region}, ${low} to ${high} by the grades of the prices.`,
    scalesToZero: (does) =>
      does ? "It costs little or nothing without requests." : "It costs money without requests too.",
    people: (count) => `It takes ${count === 1 ? "one person" : `${count} people`} to operate.`,
    grades: (operations, lockIn) => `Operational effort: ${operations}. Lock-in: ${lockIn}.`,
    pros: "Pros and Cons of the Options",
    notBest: (score) => `Passes every rule, with a score of ${score}.`,
    lines: "The estimate, line by line",
    lineHead: ["what", "quantity", "unit", "USD per unit", "USD a month"],
    triggers: "Revisit this decision",
    reviewOn: "when one of these is reached, or a price or a fact changes:",
    more: "More Information",
    pricesRead: (date) => `The latest price was read on ${date}.`,
    notMeasured: "The costs are estimates by list prices; nothing was measured in an account.",
  },
};
