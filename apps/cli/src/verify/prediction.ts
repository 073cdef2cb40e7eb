// Checks that the deployment predicts what the trainer computed or, without golden rows, that it predicts at all.
import { type Answer, type Client, detailOf } from "./client.ts";
import type { Finding } from "./finding.ts";
import type { Golden, GoldenRow } from "./golden.ts";
import type { ServedModel } from "./served-model.ts";

const PREDICT = "/api/v1/predict";

export interface PredictionOptions {
  readonly golden: Golden | undefined;
  /** Whether the user named the golden file: then it must belong to the served model. */
  readonly isGiven: boolean;
}

export async function examinePrediction(
  client: Client,
  model: ServedModel,
  { golden, isGiven }: PredictionOptions,
): Promise<Finding> {
  const isOfModel = golden?.sha256 === model.sha256;
  if (golden && isOfModel) return examineGolden(client, model, golden);
  if (golden && isGiven) {
    const sentence = `${golden.path} is of the model sha256:${golden.sha256}, but ${client.url} serves sha256:${model.sha256}: deploy that model, or give the golden file of this one.`;
    return failed(sentence, { expected: golden.sha256, found: model.sha256 });
  }
  return examineExample(client, model, golden);
}

async function examineGolden(client: Client, model: ServedModel, golden: Golden): Promise<Finding> {
  const chosen = chosenRows(golden);
  for (const [place, row] of chosen) {
    const where = `Row ${place} of ${golden.path}`;
    const answer = await predicted(client, model, row.instance);
    if (typeof answer === "string") return failed(`${where}: ${answer}`);
    const expected = [row.score].flat();
    const apart = expected.map((score, index) => Math.abs(score - (answer[index] ?? Number.NaN)));
    // NaN must fail too.
    if (!apart.every((difference) => difference <= allowed(model, golden))) {
      const sentence = `${where}: ${model.output.name} is ${answer.join(", ")}, but the trainer computed ${expected.join(", ")} (tolerance ${golden.tolerance}${roundingInWords(model)}): what answers is not that model; package and deploy again.`;
      return failed(sentence, { expected: expected.join(", "), found: answer.join(", ") });
    }
  }
  const rows = chosen.map(([place]) => place).join(", ");
  return ok(
    `rows ${rows} of ${golden.path} are as the trainer computed them (tolerance ${golden.tolerance}${roundingInWords(model)})`,
  );
}

/** The first, middle and last row, counted from 1: this detects a service that always gives the same answer. */
function chosenRows({ rows }: Golden): readonly (readonly [place: number, row: GoldenRow])[] {
  const places = new Set([0, Math.floor((rows.length - 1) / 2), rows.length - 1]);
  return [...places].map((index) => [index + 1, rows[index] ?? rows[0]] as const);
}

/** The trainer's tolerance plus the rounding of the answer. */
function allowed({ output }: ServedModel, { tolerance }: Golden): number {
  return tolerance + (output.decimals === undefined ? 0 : 0.5 * 10 ** -output.decimals);
}

function roundingInWords({ output }: ServedModel): string {
  return output.decimals === undefined ? "" : `, rounded to ${output.decimals} decimals`;
}

async function examineExample(client: Client, model: ServedModel, golden: Golden | undefined): Promise<Finding> {
  const instance = Object.fromEntries(model.features.map(({ name, example }) => [name, example]));
  const answer = await predicted(client, model, instance);
  if (typeof answer === "string") return failed(`The model's own example: ${answer}`);
  const isProbability = model.output.kind !== "regression";
  if (!answer.every((score) => Number.isFinite(score) && (!isProbability || (score >= 0 && score <= 1)))) {
    return failed(
      `The model's own example: ${model.output.name} is ${answer.join(", ")}, which is not a ${isProbability ? "probability" : "number"}: look at the service's log.`,
    );
  }
  const why = golden ? `${golden.path} is of another model` : "there is no golden file";
  return ok(`the model's own example gives ${model.output.name} ${answer.join(", ")}; not compared, because ${why}`);
}

/** The scores that the service answers for `instance`, or a sentence about what is wrong with the answer. */
async function predicted(
  client: Client,
  model: ServedModel,
  instance: Readonly<Record<string, unknown>>,
): Promise<readonly number[] | string> {
  const answer = await client.sendWithRetries(PREDICT, JSON.stringify(instance));
  if (answer.status !== 200) return `${client.url}${PREDICT} answered ${answer.status}${detailOf(answer)}.`;
  const { model_version: version } = (answer.json ?? {}) as { model_version?: unknown };
  if (version !== model.version) {
    return `the model version ${JSON.stringify(version)} predicted, but GET /model says ${model.version}: two deployments answer at this address; wait for the roll-out's end, or stop one.`;
  }
  return scoresIn(answer, model) ?? `the answer has no ${model.output.name}: what answers is not that model.`;
}

function scoresIn({ json }: Answer, { output }: ServedModel): readonly number[] | undefined {
  const value = (json as Record<string, unknown>)[output.name];
  if (output.kind !== "multiclass") return typeof value === "number" ? [value] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const scores = value as Record<string, unknown>;
  // What is not a number becomes NaN, which matches nothing; null must not become 0.
  return (output.labels as readonly string[]).map((label) => {
    const score = scores[label];
    return typeof score === "number" ? score : Number.NaN;
  });
}

function ok(sentence: string): Finding {
  return { check: "prediction", outcome: "ok", sentence };
}

function failed(sentence: string, values: { readonly expected?: string; readonly found?: string } = {}): Finding {
  return { check: "prediction", outcome: "failed", sentence, ...values };
}
