// Names of targets: each is a folder, the first part of stack names, and an identifier in the registry.
import { existsSync } from "node:fs";
import { join } from "node:path";

const LONGEST = 20;

/** Words that a module cannot export as a name. */
const RESERVED = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public " +
    "return static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

/** Why `name` cannot name a new target, as a sentence; undefined if it can. */
export function whyNoName(root, name) {
  const said = `The name of a target cannot be ${JSON.stringify(name)}: `;
  if (!/^[a-z][a-z0-9]*$/.test(name)) {
    const allowed = "it takes lower-case letters and digits, beginning with a letter, as in fargate or run2";
    return `${said}${allowed} (a hyphen begins the environment of a stack).`;
  }
  if (name.length > LONGEST) {
    return `${said}it has ${name.length} characters, but resources are named after it, so that it takes at most ${LONGEST}.`;
  }
  if (RESERVED.has(name)) return `${said}the registry exports it, and JavaScript keeps that word for itself.`;
  if (existsSync(join(root, "stacks", name))) return `${said}stacks/${name} exists already; take another one.`;
  return undefined;
}
