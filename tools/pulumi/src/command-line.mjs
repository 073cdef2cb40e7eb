// What a Pulumi command line says about its stack; the CLI parses everything else.

const COMMANDS_OF_A_STACK = new Set(
  "up update preview pre refresh destroy down dn cancel watch logs import config stack state".split(" "),
);
const COMMANDS_THAT_CREATE = new Set(["up", "update", "preview", "pre"]);
const FLAGS_WITH_A_VALUE = new Set(
  "-C --cwd --color -v --verbose --tracing --stack -s --secrets-provider --copy-config-from".split(" "),
);

/**
 * `stack` is the value of `--stack` or `-s`, or what `stack init` and `stack select` name, without an organization and a project before it; `mayCreate` says
 * whether the command is one that a new stack begins with; `selectsOrCreates` is `stack select --create`, which begins one
 * by itself.
 */
export function readCommandLine(args) {
  const words = commandWords(args);
  const [command = ""] = words;
  const named = COMMANDS_OF_A_STACK.has(command) ? flagValue(args, ["--stack", "-s"]) : undefined;
  const fullName = named ?? (command === "stack" && /^(init|select)$/.test(words[1] ?? "") ? words[2] : undefined);
  return {
    command,
    fullName,
    stack: fullName?.split("/").at(-1),
    secretsProvider: flagValue(args, ["--secrets-provider"]),
    asksForHelp: args.includes("--help") || args.includes("-h"),
    deploys: command === "up" || command === "update",
    mayCreate: COMMANDS_THAT_CREATE.has(command) || (command === "config" && /^set(-all)?$/.test(words[1] ?? "")),
    selectsOrCreates:
      command === "stack" && words[1] === "select" && (args.includes("--create") || args.includes("-c")),
  };
}

function commandWords(args) {
  const words = [];
  for (let index = 0; index < args.length && words.length < 3; index += 1) {
    const arg = args[index];
    if (!arg.startsWith("-")) words.push(arg);
    else if (takesTheNext(arg)) index += 1;
  }
  return words;
}

function takesTheNext(arg) {
  return FLAGS_WITH_A_VALUE.has(arg);
}

function flagValue(args, names) {
  for (const [index, arg] of args.entries()) {
    if (arg === "--") return undefined;
    for (const name of names) {
      if (arg === name) return args[index + 1];
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1);
    }
  }
  return undefined;
}

/** Whether `args` already say if the command starts with a refresh. */
export function asksForRefresh(args) {
  return args.some((arg) => /^(-r|--refresh(=.*)?)$/.test(arg));
}
