// Loaded into the program's process before anything else (node --import). It changes the SDKs and not the program:
// their classes drop unknown arguments, so that a misspelled one would be lost before any provider sees it, and
// throw for a missing one before they read the others. Here they pass on every argument, and the stand-in validates them.
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";

const LOG_VARIABLE = "MODELPORT_OFFLINE_PROGRAM_LOG";
const SDK_FILE = /\/node_modules\/(@pulumi\/[\w-]+)\//;
const RESOURCE_CLASS = /\n {4}static __pulumiType = '/;
const MISSING = /throw new Error\("Missing required property '[^']*'"\);/g;
const PROMISES = "/@pulumi/pulumi/runtime/debuggable.js";
const HAND_ON = /\n {8}opts = pulumi\.mergeOptions\(utilities\.resourceOptsDefaults\(\), opts\);/;

// Processes that the program or a dynamic resource starts are not programs.
process.env.NODE_OPTIONS = (process.env.NODE_OPTIONS ?? "").replace(`--import=${import.meta.url}`, "").trim();

const log = process.env[LOG_VARIABLE];
if (log !== undefined && /\/@pulumi\/pulumi\/cmd\/run\b/.test((process.argv[1] ?? "").replaceAll("\\", "/"))) {
  const loaded = new Set();
  registerHooks({ load: (url, context, nextLoad) => loadSdk(url, nextLoad(url, context), loaded) });
  process.on("exit", () => {
    appendFileSync(log, `${JSON.stringify([...loaded].toSorted((a, b) => (a < b ? -1 : 1)))}\n`);
  });
}

function loadSdk(url, module, loaded) {
  const sdk = SDK_FILE.exec(url)?.[1];
  if (sdk === undefined) return module;
  loaded.add(sdk);
  // Modules that are required have no format, imported ones have.
  if (!["commonjs", undefined].includes(module.format) || !module.source) return module;
  if (url.endsWith(PROMISES)) return { ...module, source: withoutStacks(module.source.toString()) };
  if (sdk === "@pulumi/pulumi") return module;
  const source = module.source.toString();
  return RESOURCE_CLASS.test(source) ? { ...module, source: withAllArguments(source) } : module;
}

/** The generated class, except that it passes on every argument and does not check for missing ones. */
export function withAllArguments(source) {
  const given = /constructor\(\w+, (\w+)(?:, \w+)?\)/.exec(source)?.[1];
  if (given === undefined) return source;
  const handOn = `
        if (!opts.id && !opts.urn) {
            for (const key of Object.keys(${given} ?? {})) {
                if (resourceInputs[key] === undefined) resourceInputs[key] = ${given}[key];
            }
        }`;
  return source.replace(MISSING, "").replace(HAND_ON, (line) => handOn + line);
}

/** Pulumi's promises without their stacks, which it prints if one of them never settles: they are a quarter of a program's time. */
export function withoutStacks(source) {
  return source.replace("value: new Error().stack", "value: undefined");
}
