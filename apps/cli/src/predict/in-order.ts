/**
 * Does `work` for the items of `source`, `concurrency` at a time, and yields the results in the items' order. Nothing is
 * read ahead of what is being worked on, so that memory is bounded.
 */
export async function* inOrder<Item, Result>(
  source: AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for await (const item of source) {
    const result = work(item);
    // Another may fail first; this one's failure is then nobody's to handle.
    result.catch(() => undefined);
    running.push(result);
    if (running.length >= concurrency) yield await (running.shift() as Promise<Result>);
  }
  for (const result of running) yield await result;
}
