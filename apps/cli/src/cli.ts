import type { Command, Surroundings } from "./command.ts";
import { EXIT, shown, UsageError } from "./exit.ts";
import { predict } from "./predict/command.ts";
import { verify } from "./verify/command.ts";

const commands: readonly Command[] = [predict, verify];

/** Runs one command line and answers the exit code; what goes wrong is one sentence on stderr. */
export async function run(argv: readonly string[], version: string, surroundings: Surroundings): Promise<number> {
  try {
    return await dispatch(argv, version, surroundings);
  } catch (error) {
    // `modelport predict - | head` is no fault: whoever reads has enough.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return EXIT.failed;
    surroundings.stderr.write(`modelport: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

async function dispatch(argv: readonly string[], version: string, surroundings: Surroundings): Promise<number> {
  const [word, ...rest] = argv;
  const answer = (text: string) => {
    surroundings.stdout.write(`${text}\n`);
    return EXIT.done;
  };
  if (word === undefined) {
    surroundings.stderr.write(`${overview()}\n`);
    return EXIT.usage;
  }
  if (word === "--version" || word === "-v") return answer(version);
  if (word === "--help" || word === "-h") return answer(overview());
  if (word === "help") return answer(rest[0] === undefined ? overview() : commandNamed(rest[0]).help);
  const command = commandNamed(word);
  if (rest.includes("--help") || rest.includes("-h")) return answer(command.help);
  return command.run(rest, surroundings);
}

function commandNamed(word: string): Command {
  const command = commands.find(({ name }) => name === word);
  if (command) return command;
  const names = commands.map(({ name }) => name).join(", ");
  throw new UsageError(
    `${shown(word)} is not a command of modelport, which has ${names} and help: \`modelport --help\` says what they do.`,
  );
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return `Usage: modelport <command> [flags]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join("\n")}
  ${"help".padEnd(width)}  what a command takes: modelport help predict

Flags:
  -h, --help     this text, or a command's
  -v, --version  the version

Examples:
  modelport predict customers.csv --url https://model.example.com -o scored.csv
  modelport verify --url https://model.example.com`;
}
