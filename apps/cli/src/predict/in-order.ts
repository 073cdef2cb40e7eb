/**
 * Calls `work` for the items of `source`, `concurrency` at a time, and yields the results in the items' order. Does not
 * read ahead of the items in progress, so memory is bounded.
 */
export async function* inOrder<Item, Result>(
  source: AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for await (const item of source) {
    const result = work(item);
    // If another item fails first, this failure must not be reported as unhandled.
    result.catch(() => undefined);
    running.push(result);
    if (running.length >= concurrency) yield await (running.shift() as Promise<Result>);
  }
  for (const result of running) yield await result;
}
