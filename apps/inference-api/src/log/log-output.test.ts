// In processes of their own, for it is their standard output that matters.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, existsSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { gatherLines } from "./log-output.ts";

const run = promisify(execFile);
const MODULE = JSON.stringify(join(import.meta.dirname, "log-output.ts"));
const program = (code: string) => [
  "--input-type=module",
  "-e",
  `import { gatherLines, writeLines } from ${MODULE}; ${code}`,
];

it("writes at once what waited for the same promise, and before the event loop's next callback", async () => {
  const writes: string[] = [];
  const log = gatherLines((text) => void writes.push(text));
  const scored = Promise.withResolvers<void>();
  const answers = ["a\n", "b\n", "c\n"].map((line) => scored.promise.then(() => log(line)));
  const before = await new Promise<readonly string[]>((resolve) => {
    setImmediate(() => scored.resolve());
    setImmediate(() => resolve([...writes]));
  });
  await Promise.all(answers);
  expect(before).toEqual(["a\nb\nc\n"]);
});

it("does not let a long callback gather without end", () => {
  const writes: string[] = [];
  const log = gatherLines((text) => void writes.push(text));
  for (let i = 0; i < 100; i++) log(`${"x".repeat(999)}\n`);
  expect(writes.map((text) => text.length)).toEqual([66_000]);
});

it.each([
  ["process.exit", 'log("last\\n"); process.exit(3);', 3],
  ["an uncaught error", 'log("last\\n"); throw new Error("boom");', 1],
])("loses nothing at %s", async (_title, code, status) => {
  const ended = run(process.execPath, program(`const log = gatherLines(); log("first\\n"); ${code}`));
  await expect(ended).rejects.toMatchObject({ code: status, stdout: "first\nlast\n" });
});

it("keeps running while its output is not read", async () => {
  const code = `process.stdin.once("data", () => { for (let i = 0; i < 9; i++) writeLines("x\\n"); process.exitCode = 7; process.stdin.destroy(); });`;
  const child = spawn(process.execPath, program(code), { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  child.stdout?.destroy();
  child.stdin?.write("go");
  expect(await ended).toEqual([7, null]);
});

/** Stays alive behind 200 lines of 10 kB, and says in the file `report` how many milliseconds they took. */
const writeMuch = (report: string) => `
  import { writeFileSync } from "node:fs";
  const began = performance.now();
  for (let i = 0; i < 200; i++) writeLines("y".repeat(9_999) + "\\n");
  writeFileSync(${JSON.stringify(report)}, String(performance.now() - began));
  setTimeout(() => process.exit(0), 4000);`;

/** Runs `use` with a named pipe that is open at both ends, so that opening waits for nobody. */
async function withPipe<T>(flags: number, use: (pipe: number, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-log-"));
  await run("mkfifo", [join(folder, "pipe")]);
  const pipe = openSync(join(folder, "pipe"), constants.O_RDWR | flags);
  // The test's own end never blocks, whatever the child's does.
  const reading = openSync(join(folder, "pipe"), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await use(pipe, folder);
  } finally {
    closeSync(pipe);
    closeSync(reading);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is in the pipe now. */
function readPipe(folder: string): string {
  const pipe = openSync(join(folder, "pipe"), constants.O_RDONLY | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(65_536);
  try {
    return buffer.toString("latin1", 0, readSync(pipe, buffer));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    return "";
  } finally {
    closeSync(pipe);
  }
}

const script = ["/usr/bin/script", "/bin/script"].find((path) => existsSync(path));
const quoted = (words: readonly string[]) => words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");

describe.each([
  ["a pipe", 0, (code: string) => [process.execPath, ...program(code)]],
  ["a pipe that does not block", constants.O_NONBLOCK, (code: string) => [process.execPath, ...program(code)]],
  // `cat` has the pipe, and the process a socket.
  ["a socket", 0, undefined],
  // `script` has the pipe, and the process a terminal.
  [
    "a terminal",
    0,
    (code: string) => [script ?? "", "-qec", quoted([process.execPath, ...program(code)]), "/dev/null"],
  ],
] as const)("a log to %s that is not read", (kind, flags, command) => {
  it.skipIf(kind === "a terminal" && !script)("costs lines and no time, and says later how many", () =>
    withPipe(flags, async (pipe, folder) => {
      const report = join(folder, "report");
      const [first, ...rest] = command?.(writeMuch(report)) ?? [process.execPath, ...program(writeMuch(report))];
      const child = spawn(first ?? "", rest, { stdio: ["ignore", command ? pipe : "pipe", "inherit"] });
      try {
        const took = () => Number(readFileSync(report, { encoding: "utf8", flag: "a+" }));
        for (let i = 0; i < 100 && took() === 0; i++) await pause(20);
        expect(took()).toBeGreaterThan(0);
        expect(took()).toBeLessThan(500);
        let text = "";
        child.stdout?.setEncoding("latin1").on("data", (piece: string) => void (text += piece));
        for (let i = 0; i < 300 && !text.includes("lost"); i++) {
          if (command) text += readPipe(folder);
          await pause(10);
        }
        const lines = text.trimEnd().split(/\r?\n/);
        const notice = JSON.parse(lines.pop() ?? "") as { lost_lines: number; message: string };
        expect(new Set(lines.map((line) => line.replace(/^y+$/, (letters) => String(letters.length))))).toEqual(
          new Set(["9999"]),
        );
        expect(notice).toEqual({
          level: "warn",
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
          lost_lines: 200 - lines.length,
          message: `${200 - lines.length} log lines were lost because nobody read the log.`,
        });
        expect(lines.length).toBeGreaterThan(0);
      } finally {
        child.kill("SIGKILL");
      }
    }),
  );
});

it("waits a moment for a reader that is merely slow, and loses nothing", () =>
  withPipe(constants.O_NONBLOCK, async (pipe, folder) => {
    const code = `writeLines("y".repeat(199_999) + "\\n"); writeLines("end");`;
    const child = spawn(process.execPath, program(code), { stdio: ["ignore", pipe, "inherit"] });
    const ended = once(child, "exit");
    let text = "";
    while (!text.endsWith("end") && child.exitCode === null) {
      await pause(2);
      text += readPipe(folder);
    }
    expect(text.replace(/y+/, (letters) => String(letters.length))).toBe("199999\nend");
    expect(await ended).toEqual([0, null]);
  }));

it("does not wait again and again for a reader that takes a little at a time", () =>
  withPipe(constants.O_NONBLOCK, async (pipe, folder) => {
    const report = join(folder, "report");
    const code = `
      import { writeFileSync } from "node:fs";
      let waited = 0, rounds = 0;
      const began = performance.now();
      const timer = setInterval(() => {
        const before = performance.now();
        for (let i = 0; i < 20; i++) writeLines("y".repeat(3_999) + "\\n");
        waited += performance.now() - before;
        if (performance.now() - began < 1500) return;
        writeFileSync(${JSON.stringify(report)}, String(waited));
        process.exit(0);
      }, 1);`;
    const child = spawn(process.execPath, program(code), { stdio: ["ignore", pipe, "inherit"] });
    const ended = once(child, "exit");
    while (child.exitCode === null && child.signalCode === null) {
      await pause(20);
      const end = openSync(join(folder, "pipe"), constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        readSync(end, Buffer.alloc(4096));
      } catch {
        // Nothing there yet.
      }
      closeSync(end);
    }
    await ended;
    expect(Number(readFileSync(report, "utf8"))).toBeLessThan(400);
  }));

it("writes what comes after a full disk", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(
    process.execPath,
    program(`for (let i = 0; i < 9; i++) writeLines("x\\n"); process.exitCode = 7;`),
    {
      stdio: ["ignore", full, "inherit"],
    },
  );
  closeSync(full);
  expect(await once(child, "exit")).toEqual([7, null]);
});

it("adds to a file at its end", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-log-"));
  const file = openSync(join(folder, "log"), "w");
  writeSync(file, "before\n");
  const child = spawn(process.execPath, program(`writeLines("own\\n");`), { stdio: ["ignore", file, "inherit"] });
  await once(child, "exit");
  writeSync(file, "after\n");
  closeSync(file);
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("before\nown\nafter\n");
  await rm(folder, { recursive: true, force: true });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
