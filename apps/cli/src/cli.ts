import { advise } from "./advise/command.ts";
import { type Command, type Surroundings, type Tools, toolsOf } from "./command.ts";
import { cost } from "./cost/command.ts";
import { EXIT, Failure, shown, UsageError } from "./exit.ts";
import { predict } from "./predict/command.ts";
import { verify } from "./verify/command.ts";

const commands: readonly Command[] = [predict, verify, advise, cost];

/** Runs one command line and returns the exit code; an error is one sentence on stderr. */
export async function run(argv: readonly string[], version: string, surroundings: Surroundings): Promise<number> {
  const tools = toolsOf(surroundings);
  try {
    const note = surroundings.useProxies?.(surroundings.environment);
    if (note !== undefined) tools.terminal.say(`modelport: ${note}`);
    return await dispatch(argv, version, tools);
  } catch (error) {
    // `modelport predict - | head` is not an error: the reader has enough.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return EXIT.failed;
    const details = error instanceof Failure ? error.details.map((detail) => `  ${detail}`) : [];
    tools.terminal.say(`modelport: ${error instanceof Error ? error.message : String(error)}`, ...details);
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

async function dispatch(argv: readonly string[], version: string, tools: Tools): Promise<number> {
  const [word, ...rest] = argv;
  const answer = (text: string) => {
    tools.report.say(...text.split("\n"));
    return EXIT.done;
  };
  if (word === undefined) {
    tools.terminal.say(...overview().split("\n"));
    return EXIT.usage;
  }
  if (word === "--version" || word === "-v") return answer(version);
  if (word === "--help" || word === "-h") return answer(overview());
  if (word === "help") return answer(rest[0] === undefined ? overview() : commandNamed(rest[0]).help);
  const command = commandNamed(word);
  if (rest.includes("--help") || rest.includes("-h")) return answer(command.help);
  return command.run(rest, tools);
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
  modelport verify --url https://model.example.com
  modelport advise --requests-per-month 5000000 --team 2
  modelport cost --stack lambda-prod`;
}
