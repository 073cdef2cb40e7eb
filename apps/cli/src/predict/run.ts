import type { Surroundings } from "../command.ts";
import { EXIT, Failure } from "../exit.ts";
import { LOCAL_URL } from "../flag-values.ts";
import { chunksOf } from "./chunks.ts";
import { openCsv } from "./csv-table.ts";
import { askModel, type DoorOptions, postBatch, type ServedModel } from "./door.ts";
import { inOrder } from "./in-order.ts";
import { openInput, type TextInput } from "./input.ts";
import { openNdjson } from "./ndjson-table.ts";
import type { PredictOptions } from "./options.ts";
import { FileOutput, type Output, streamOutput } from "./output.ts";
import { Progress } from "./progress.ts";
import { partPath, readState, runIdentity } from "./resume.ts";
import { RowScorer } from "./score-rows.ts";
import { summary, withCommas } from "./summary.ts";
import { tallied, type Tally } from "./tally.ts";
import type { Table } from "./table.ts";

/** Scores one file; answers the exit code. */
export async function predictFile(options: PredictOptions, surroundings: Surroundings): Promise<number> {
  const { interrupted, stderr, stdin } = surroundings;
  const startedAt = performance.now();
  const input = await openInput(options.input, stdin, interrupted);
  const progress = new Progress(stderr, options.quiet, input.identity?.bytes);
  const failed = new AbortController();
  const door = await doorOf(options, AbortSignal.any([interrupted, failed.signal]), progress);
  let run: Run | undefined;
  try {
    const model = await askModel(door);
    run = await openRun(options, surroundings, input, door, model);
    const tally = await scoreAll(run, options, progress);
    await run.output.finish();
    progress.clear();
    if (!options.quiet) {
      const seconds = (performance.now() - startedAt) / 1000;
      const rowsBefore = run.output.before.rows;
      const unsent = [...run.table.unsent];
      stderr.write(
        `${summary({ tally, rowsBefore, model, url: door.url, seconds, unsent, output: options.output })}\n`,
      );
    }
    return tally.bad > 0 ? EXIT.badRows : EXIT.done;
  } catch (error) {
    failed.abort();
    progress.clear();
    return await stopEarly(error, run, options, surroundings);
  }
}

/** What a run works on. */
interface Run {
  readonly input: TextInput;
  readonly table: Table;
  readonly scorer: RowScorer;
  readonly output: Output;
  tally: Tally;
}

async function doorOf(options: PredictOptions, signal: AbortSignal, progress: Progress): Promise<DoorOptions> {
  const { headers, timeoutSeconds, retries } = options;
  const url = options.url ?? (await localUrl());
  const onRetry = (fault: string, waitMs: number, retry: number) =>
    progress.note(`${fault}; trying again in ${(waitMs / 1000).toFixed(1)} s (${retry} of ${retries}).`);
  return { url, headers, timeoutSeconds, retry: { retries, signal, onRetry } };
}

const LOCAL_TIMEOUT_MS = 2_000;

async function localUrl(): Promise<string> {
  const ready = await fetch(`${LOCAL_URL}/ready`, { signal: AbortSignal.timeout(LOCAL_TIMEOUT_MS) }).catch(
    () => undefined,
  );
  await ready?.body?.cancel();
  if (ready?.ok === true) return LOCAL_URL;
  throw new Failure(
    `Nothing is ready at ${LOCAL_URL}: run \`npm start\` in a clone of modelport, or say by --url where a server answers.`,
  );
}

async function openRun(
  options: PredictOptions,
  { stdout }: Surroundings,
  input: TextInput,
  door: DoorOptions,
  model: ServedModel,
): Promise<Run> {
  const { explain, format, output: path } = options;
  const identity = input.identity && runIdentity(input.identity, door.url, model, { explain, format });
  const state = path !== undefined && identity && !options.restart ? await readState(path, identity) : undefined;
  const post = <Result>(mediaType: string, body: string, read: (answer: string) => Promise<Result>) =>
    postBatch(door, { mediaType, body, explain, modelVersion: model.version }, read);
  const table =
    format === "ndjson"
      ? openNdjson(input, model.fieldNames)
      : await openCsv(input, model.fieldNames, (csv) => post("text/csv", csv, (answer) => Promise.resolve(answer)));
  const output =
    path === undefined ? streamOutput(stdout) : await FileOutput.open(path, table.outputHead, identity, state);
  if (path === undefined && table.outputHead !== "") await output.write(table.outputHead, output.before);
  const scorer = new RowScorer(table, (body, read) => post(table.mediaType, body, read));
  return { input, table, scorer, output, tally: output.before };
}

async function scoreAll(run: Run, options: PredictOptions, progress: Progress): Promise<Tally> {
  const { input, table, scorer, output } = run;
  const chunks = chunksOf(table.rows, options.chunkRows, output.before.rows, () => input.bytesRead);
  const scored = inOrder(chunks, options.concurrency, async (chunk) => ({
    chunk,
    results: await scorer.score(chunk.rows),
  }));
  for await (const { chunk, results } of scored) {
    const tally = tallied(run.tally, chunk.rows, results);
    await output.write(results.map(({ text }) => text).join(""), tally);
    run.tally = tally;
    progress.update(tally.rows, tally.rows - output.before.rows, chunk.bytesRead);
  }
  return run.tally;
}

async function stopEarly(
  error: unknown,
  run: Run | undefined,
  options: PredictOptions,
  { interrupted, stderr }: Surroundings,
): Promise<number> {
  const canContinue = (await run?.output.stop()) ?? false;
  const rows = withCommas(run?.tally.rows ?? 0);
  const kept = canContinue
    ? `${rows} rows are done in ${partPath(options.output ?? "")}; the same command goes on from there, with --restart it begins anew.`
    : "";
  if (interrupted.aborted) {
    stderr.write(`Interrupted: ${canContinue ? kept : `${rows} rows were written; this run cannot be continued.`}\n`);
    return interrupted.reason as number;
  }
  if (canContinue && !options.quiet && run) stderr.write(`${kept}\n`);
  throw error;
}
