// What `npm start` and `npm test` need.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { isAtLeast, MINIMUM_NODE_VERSION } from "../../../launch/versions.mjs";
import { INSTALL } from "../install-state.mjs";
import { installPage } from "../install-pages.mjs";
import { ask, brokenProgram } from "../programs.mjs";
import { checkDisk } from "./machine.mjs";
import { checkPorts } from "./ports.mjs";

const OLDEST_NODE = "20.0.0";
/** Comes with Node 20.0.0. */
const OLDEST_NPM = "9.6.4";

export async function checkMainJob(context) {
  const outside = { ...context, env: withoutShims(context.env) };
  const [programs, ports] = await Promise.all([
    Promise.all([nodeOnPath(outside), pinnedNode(context), npm(outside)]),
    checkPorts(context),
  ]);
  return [...programs, dependencies(context), checkDisk(context), ...ports];
}

function dependencies({ install: { lack, fix } }) {
  const name = "dependencies";
  if (lack === undefined) return { name, status: "ok", value: "installed, matches package-lock.json" };
  return { name, status: "missing", value: lack, fix };
}

async function nodeOnPath(context) {
  const name = "Node";
  const { install } = context;
  const oldest = install.pinnedNode ? OLDEST_NODE : MINIMUM_NODE_VERSION;
  const answer = await ask(context, "node", ["--version"]);
  const missing = (value) => ({ name, status: "missing", value, fix: installPage("node") });
  if (answer.state === "absent") return missing(`not on PATH; ${oldest} or newer is needed`);
  if (answer.state !== "answers") return brokenProgram(name, "node --version", answer, context);
  if (!isAtLeast(answer.version, oldest)) return missing(`${answer.version}; ${oldest} or newer is needed`);
  return { name, status: "ok", value: `${answer.version} on PATH` };
}

// The Node that runs everything but the first step: package-lock.json pins it.
async function pinnedNode(context) {
  const name = "project's Node";
  const node = join(context.root, "node_modules", ".bin", "node");
  if (!context.install.pinnedNode) {
    return { name, status: "note", value: "none is packaged for this platform; the one on PATH is used" };
  }
  if (!existsSync(node)) return { name, status: "missing", value: "not installed yet", fix: INSTALL };
  const answer = await ask(context, node, ["--version"]);
  if (answer.state === "answers") return { name, status: "ok", value: `${answer.version} in node_modules` };
  return brokenProgram(name, `${node} --version`, answer, context, { fix: context.install.fix });
}

async function npm(context) {
  const name = "npm";
  const answer = await ask(context, "npm", ["--version"]);
  const fix = "npm install --global npm@11";
  if (answer.state === "absent") return { name, status: "missing", value: "not on PATH", fix: installPage("node") };
  if (answer.state !== "answers") return brokenProgram(name, "npm --version", answer, context);
  if (isAtLeast(answer.version, OLDEST_NPM)) return { name, status: "ok", value: answer.version };
  return { name, status: "missing", value: `${answer.version}; ${OLDEST_NPM} or newer is needed`, fix };
}

// Under `npm run`, PATH begins with the project's own programs; what counts is what the user's shell finds.
function withoutShims(env) {
  const folders = (env.PATH ?? "").split(delimiter);
  return { ...env, PATH: folders.filter((folder) => !/[\\/]node_modules[\\/]/.test(`${folder}/`)).join(delimiter) };
}
