// `modelport advise` without flags, for a person at a terminal.
import { PassThrough, Writable } from "node:stream";
import { expect, it, vi } from "vitest";
import { run } from "../cli.ts";
import { modelportHere } from "../under-test.testing.ts";

vi.setConfig({ testTimeout: 60_000 });

const ENTER = "\r";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

interface Person {
  /** What is typed after a prompt, by the beginning of the question; otherwise Enter. A second answer follows a refused one. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
  readonly args?: readonly string[];
  /** Aborted at the first question, as by a signal. */
  readonly signal?: AbortController;
}

/** Runs the command with a person who answers. */
async function converse({ answers = {}, args = [], signal = new AbortController() }: Person) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const left = new Map(Object.entries(answers).map(([question, typed]) => [question, [...typed]]));
  const said = { stdout: "", stderr: "" };
  const asked: string[] = [];
  const answer = (prompt: string) => {
    asked.push(prompt);
    const question = [...left.keys()].find((start) => prompt.startsWith(start));
    stdin.write(left.get(question ?? "")?.shift() ?? ENTER);
  };
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      said.stdout += chunk.toString();
      done();
    },
  });
  const terminal = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      said.stderr += chunk.toString();
      done();
      if (!/^[A-Z].*\]: $/.test(chunk.toString())) return;
      if (args.length === 0 && signal.signal.aborted) return;
      setImmediate(() => (answers["signal"] === undefined ? answer(chunk.toString()) : signal.abort(143)));
    },
  });
  const code = await run(["advise", ...args], "1.2.3", {
    environment: {},
    stdin,
    stdout,
    stderr: Object.assign(terminal, { isTTY: true }),
    interrupted: signal.signal,
  });
  return { code, asked, ...said };
}

it("asks with the default of each field, and reports as without questions if each is taken", async () => {
  const { code, asked, stdout, stderr } = await converse({});
  expect(code).toBe(0);
  expect(asked[0]).toBe("Requests a month [1000000]: ");
  expect(asked).toContain("USD a month at most [no limit]: ");
  expect(asked).toContain("A GPU is required? [y/N]: ");
  expect(asked).toHaveLength(15);
  expect(stdout).toBe((await modelportHere(["advise"])).stdout);
  expect(stderr).toMatch(/\nThe same without questions:\n {2}modelport advise --preset artifact\n$/);
});

it("asks again for what cannot be used, with the sentence of the flag, and prints the flags that repeat the run", async () => {
  const { asked, stdout, stderr } = await converse({
    answers: {
      "Requests a month": ["many\r", "5e6\r"],
      "What 99 of 100": ["0.05\r", "50\r"],
      "People who operate it": ["0\r", "2\r"],
      "USD a month": ["no limit\r"],
      "Beginning of the regions": ["Europe!\r", "eu\r"],
      "A GPU": ["perhaps\r", "no\r"],
      "Clients call it over": ["Y\r"],
    },
  });
  expect(asked).toHaveLength(20);
  for (const sentence of [
    '--requests-per-month is "many", but it must be a whole number from 0 to 100000000000.',
    "--p99-ms is 0.05, but it must be above durationMs, 0.139: no platform answers faster than the model does.",
    "--team is 0, but it must be a whole number from 1 to 1000.",
    '--region is "Europe!", but it must be the beginning of a region\'s name, such as us, eu or us-east-1.',
    '"perhaps" is neither yes nor no: answer y or n.',
  ]) {
    expect(stderr).toContain(`${sentence}\n`);
  }
  const flags = /modelport advise (.*)\n$/.exec(stderr)?.[1] ?? "";
  expect(flags).toBe("--preset artifact --requests-per-month 5e6 --p99-ms 50 --team 2 --region eu --public");
  expect(stdout).toBe((await modelportHere(["advise", ...flags.split(" ")])).stdout);
});

it.each([
  ["Ctrl-C", CTRL_C],
  ["Ctrl-D", CTRL_D],
])("exits with 130 after %s, and writes nothing", async (_key, typed) => {
  const { code, asked, stdout } = await converse({ answers: { "People who operate it": [typed] } });
  expect(code).toBe(130);
  expect(asked.at(-1)).toBe("People who operate it [1]: ");
  expect(stdout).toBe("");
});

it("exits with the code of a signal", async () => {
  expect(await converse({ answers: { signal: [] } })).toMatchObject({ code: 143, stdout: "" });
});

it("asks nothing if there is a flag", async () => {
  const { asked, stderr } = await converse({ args: ["--team", "2"] });
  expect(asked).toEqual([]);
  expect(stderr).toBe("");
});
