// For tests of tutorials: the blocks of a page, and a shell in which the test answers npx, npm and curl.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

interface Page {
  readonly text: string;
  /** The fenced blocks in their order. */
  readonly blocks: readonly { readonly language: string; readonly code: string }[];
}

async function readPage(name: string): Promise<Page> {
  const text = await readFile(path.join(repositoryRoot, "docs/tutorial", name), "utf8");
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    language,
    code,
  }));
  return { text, blocks };
}

/** A tutorial in both languages. */
interface Tutorial {
  readonly pages: readonly [english: Page, spanish: Page];
  /** The code of every block of that language, from the English page. */
  readonly codeOf: (language: string) => readonly string[];
}

/** docs/tutorial/`<name>`.md and its Spanish twin. */
export async function readTutorial(name: string): Promise<Tutorial> {
  const [english, spanish] = await Promise.all([readPage(`${name}.md`), readPage(`${name}-es.md`)]);
  const codeOf = (language: string) =>
    english.blocks.filter((block) => block.language === language).map(({ code }) => code);
  return { pages: [english, spanish], codeOf };
}

/** The numbers of a page's steps, in their order. */
export function stepsOf({ text }: Page): readonly number[] {
  return [...text.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));
}

/** What a command of the page prints, and its exit code; `run` runs in its place. */
export interface Answer {
  readonly code?: number;
  readonly output?: string;
  readonly run?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The program that takes a command's place: it asks the test over HTTP what to print or run. */
const asking = (
  command: string,
  address: string,
) => `const body = JSON.stringify({ command: "${command}", args: process.argv.slice(2), variables: process.env });
const { code = 0, output = "", run, environment } = await (await fetch("${address}", { method: "POST", body })).json();
process.stdout.write(output);
if (run === undefined) process.exit(code);
const { spawnSync } = await import("node:child_process");
const { status } = spawnSync(run[0], run.slice(1), { stdio: "inherit", env: { ...process.env, ...environment } });
process.exit(status ?? 1);
`;

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  /** Those of the shell. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Runs `script` in bash, at the repository's root; `answer` says what each of `commands` does. Throws where one fails. */
export async function follow(
  script: string,
  commands: readonly string[],
  answer: (command: Command) => Promise<Answer>,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-tutorial-"));
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray()).toString();
      const told = await answer(JSON.parse(body) as Command).catch((error: Error): Answer => ({
        code: 1,
        output: `${error.message}\n`,
      }));
      response.end(JSON.stringify(told));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    for (const command of commands) {
      const program = path.join(folder, `${command}.mjs`);
      await writeFile(program, asking(command, address));
      // A shebang cannot contain a path with a space.
      const start = `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`;
      await writeFile(path.join(folder, command), start, { mode: 0o755 });
    }
    return await runBash(script, { ...process.env, ...variables, PATH: `${folder}:${process.env["PATH"]}` });
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  }
}

async function runBash(script: string, env: NodeJS.ProcessEnv): Promise<string> {
  const bash = spawn("bash", ["-euc", script], { cwd: repositoryRoot, env, stdio: ["ignore", "pipe", "pipe"] });
  let [printed, errors] = ["", ""];
  bash.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  bash.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(bash, "close")) as [number | null];
  if (code !== 0) throw new Error(`The tutorial's commands failed with ${code}:\n${printed}\n${errors}`);
  return printed;
}
