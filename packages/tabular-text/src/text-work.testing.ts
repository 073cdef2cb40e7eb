/** How many characters of text `run` examines with strings' search methods; independent of load. */
export async function textWork(run: () => Promise<unknown>): Promise<number> {
  // oxlint-disable-next-line typescript/unbound-method -- each is called with the string that it is a method of
  const { indexOf, lastIndexOf, includes, split, charCodeAt } = String.prototype;
  let characters = 0;
  const passed = (length: number, found: number, from: number) => {
    characters += 1 + Math.max(0, (found === -1 ? length : found) - from);
  };
  const metered = {
    indexOf(this: string, searched: string, from = 0) {
      const found = indexOf.call(this, searched, from);
      passed(this.length, found, from);
      return found;
    },
    lastIndexOf(this: string, searched: string, from = this.length) {
      const found = lastIndexOf.call(this, searched, from);
      characters += 1 + from - found;
      return found;
    },
    includes(this: string, searched: string) {
      passed(this.length, indexOf.call(this, searched), 0);
      return includes.call(this, searched);
    },
    split(this: string, separator: string): string[] {
      characters += this.length;
      return Reflect.apply(split, this, [separator]) as string[];
    },
    charCodeAt(this: string, at: number) {
      characters += 1;
      return charCodeAt.call(this, at);
    },
  };
  Object.assign(String.prototype, metered);
  try {
    await run();
  } finally {
    Object.assign(String.prototype, { indexOf, lastIndexOf, includes, split, charCodeAt });
  }
  return characters;
}
