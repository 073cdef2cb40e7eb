import type { Tools } from "../command.ts";
import { EXIT } from "../exit.ts";
import { localUrl } from "../local-url.ts";
import { chunksOf } from "./chunks.ts";
import { openCsv } from "./csv-table.ts";
import { fetchModel, type EndpointOptions, postBatch } from "./endpoint.ts";
import { checkDestination } from "./destination.ts";
import { inOrder } from "./in-order.ts";
import { openInput, type TextInput } from "./input.ts";
import { openNdjson } from "./ndjson-table.ts";
import type { PredictOptions } from "./options.ts";
import { FileOutput, type Output, streamOutput } from "./output.ts";
import { Progress } from "./progress.ts";
import { partPath } from "./output-paths.ts";
import { readState, type RunIdentity } from "./resume.ts";
import { RowScorer } from "./score-rows.ts";
import type { ServedModel } from "./served-model.ts";
import { summary, withCommas } from "./summary.ts";
import { tallied, type Tally } from "./tally.ts";
import type { Table } from "./table.ts";

/** Scores one file; returns the exit code. */
export async function predictFile(options: PredictOptions, tools: Tools): Promise<number> {
  const { interrupted, terminal, stdin } = tools;
  const startedAt = performance.now();
  const input = await openInput(options.input, options.choices.encoding, stdin, interrupted);
  if (options.output !== undefined) await checkDestination(options.output, options.input, options.force);
  const progress = new Progress(terminal, options.quiet, input.identity?.bytes);
  const failed = new AbortController();
  const endpoint = await endpointOf(options, AbortSignal.any([interrupted, failed.signal]), progress);
  let run: Run | undefined;
  try {
    const model = await fetchModel(endpoint);
    run = await openRun(options, tools, input, endpoint, model);
    const tally = await scoreAll(run, options, progress);
    await run.output.finish();
    progress.clear();
    if (!options.quiet) {
      const seconds = (performance.now() - startedAt) / 1000;
      const rowsBefore = run.output.before.rows;
      const unsent = [...run.table.unsent];
      const { output, choices } = options;
      terminal.say(
        ...summary({ tally, rowsBefore, model: model.identity, url: endpoint.url, seconds, unsent, output, choices }),
      );
    }
    return tally.bad > 0 ? EXIT.badRows : EXIT.done;
  } catch (error) {
    failed.abort();
    progress.clear();
    return await stopEarly(error, run, options, tools);
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

async function endpointOf(options: PredictOptions, signal: AbortSignal, progress: Progress): Promise<EndpointOptions> {
  const { headers, timeoutSeconds, retries } = options;
  const url = options.url ?? (await localUrl());
  const onRetry = (fault: string, waitMs: number, retry: number) =>
    progress.note(`${fault}; trying again in ${(waitMs / 1000).toFixed(1)} s (${retry} of ${retries}).`);
  return { url, headers, timeoutSeconds, retry: { retries, signal, onRetry } };
}

async function openRun(
  options: PredictOptions,
  { data }: Tools,
  input: TextInput,
  endpoint: EndpointOptions,
  model: ServedModel,
): Promise<Run> {
  const { choices } = options;
  const post = <Result>(mediaType: string, body: string, read: (answer: string) => Promise<Result>) =>
    postBatch(endpoint, { mediaType, body, explain: choices.explain, model: model.identity }, read);
  const table =
    choices.format === "ndjson"
      ? openNdjson(input, model.fieldNames)
      : await openCsv(input, model, choices, (csv) => post("text/csv", csv, (answer) => Promise.resolve(answer)));
  const output =
    options.output === undefined
      ? await streamOutput(data, table.outputHead)
      : await openFile(
          options.output,
          options,
          table.outputHead,
          input.identity && {
            input: input.identity,
            url: endpoint.url,
            model: model.identity,
            choices,
            outputHead: table.outputHead,
          },
        );
  const scorer = new RowScorer(table, (body, read) => post(table.mediaType, body, read));
  return { input, table, scorer, output, tally: output.before };
}

async function openFile(
  path: string,
  { restart, force }: PredictOptions,
  head: string,
  identity: RunIdentity | undefined,
): Promise<Output> {
  const state = identity && !restart ? await readState(path, identity) : undefined;
  return FileOutput.open(path, { head, identity, state, isForced: force });
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
  { interrupted, terminal }: Tools,
): Promise<number> {
  const canContinue = (await run?.output.stop()) ?? false;
  const rows = withCommas(run?.tally.rows ?? 0);
  const kept = canContinue
    ? `${rows} rows are done in ${partPath(options.output ?? "")}; run the same command to continue, or add --restart to start again.`
    : "";
  if (interrupted.aborted) {
    terminal.say(`Interrupted: ${canContinue ? kept : `${rows} rows were written; this run cannot be continued.`}`);
    return interrupted.reason as number;
  }
  if (canContinue && !options.quiet && run) terminal.say(kept);
  throw error;
}
