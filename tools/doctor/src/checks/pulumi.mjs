// Which Pulumi would run, in which versions. The check downloads and builds nothing.
import { dirname, join } from "node:path";
import { findAtHand } from "../../../pulumi/resolve.mjs";
import { CLI_MODULE } from "../../../pulumi/src/from-go.mjs";
import { minimumGoVersion } from "../../../pulumi/src/go-build.mjs";
import { hasBackend } from "../../../pulumi/src/environment.mjs";
import { lastFailure } from "../../../pulumi/src/from-npm.mjs";
import { findExecutable } from "../../../pulumi/src/from-path.mjs";
import {
  GO_CLI_VERSION,
  GO_LANGUAGE_HOST_VERSION,
  isAtLeast,
  MINIMUM_CLI_VERSION,
  NPM_CLI_VERSION,
} from "../../../launch/versions.mjs";
import { readJson } from "../files.mjs";
import { INSTALL } from "../install-state.mjs";
import { installPage } from "../install-pages.mjs";
import { askGo, brokenProgram } from "../programs.mjs";

const GET = "npx pulumi version";
const SOURCES = { path: "from PATH", npm: "downloaded by the npm package", go: "built from Go modules" };

export async function checkPulumi(context) {
  const [{ found, reason }, go] = await Promise.all([findAtHand(context), askGoForCli(context)]);
  const passedOver = reason === undefined ? [] : [{ name: "CLI on PATH", status: "note", value: reason }];
  return [
    ...passedOver,
    found ? kept(found) : await toBeHad(context, go),
    ...(found ? [languageHost(found, context)] : []),
    sdk(context),
    state(context),
    goToolchain(go, found, context),
  ];
}

function kept({ version, source, binDir }) {
  return { name: "CLI", status: "ok", value: `${version}, ${SOURCES[source]} (${binDir})` };
}

async function toBeHad(context, go) {
  const name = "CLI";
  const failure = await lastFailure(context);
  const mayDownload = failure === undefined;
  const ways = [
    ...(mayDownload ? [`downloads ${NPM_CLI_VERSION}`] : []),
    ...(go.isNewEnough ? [`builds ${GO_CLI_VERSION} from Go modules in a few minutes`] : []),
  ];
  if (ways.length === 0) {
    const value = `none of ${MINIMUM_CLI_VERSION} or newer; the last download failed (${failure}), and Go cannot build it`;
    return { name, status: "missing", value, fix: installPage("pulumi") };
  }
  const fix = context.install.lack === undefined ? GET : `${context.install.fix} && ${GET}`;
  return { name, status: "note", value: `none yet; the first use ${ways.join(", or ")}`, fix };
}

// Only the one built here has its own version: the CLI's distributions include theirs.
function languageHost({ source, version, binDir }, { env }) {
  const name = "language host";
  if (source === "go")
    return { name, status: "ok", value: `${GO_LANGUAGE_HOST_VERSION}, the newest one available as a Go module` };
  const folder = source === "path" ? dirname(findExecutable("pulumi-language-nodejs", env)) : binDir;
  if (folder === binDir) return { name, status: "ok", value: `${version}, beside the CLI` };
  return { name, status: "note", value: `from another folder than the CLI (${folder}), so perhaps of another version` };
}

function state({ root, env, home }) {
  const name = "state";
  if (!hasBackend(root, { ...env, HOME: home })) {
    return {
      name,
      status: "ok",
      value: "in .modelport/state of this clone; log in (npx pulumi login) before what costs money",
    };
  }
  return {
    name,
    status: "ok",
    value: "in the backend that you have chosen (pulumi login, a variable, or Pulumi.yaml)",
  };
}

function sdk({ root }) {
  const name = "@pulumi/pulumi";
  const version = readJson(join(root, "node_modules", "@pulumi", "pulumi", "package.json"))?.version;
  if (version) return { name, status: "ok", value: `${version} in node_modules` };
  return { name, status: "missing", value: "not installed yet", fix: INSTALL };
}

async function askGoForCli(context) {
  const answer = await askGo(context);
  const isNewEnough = answer.state === "answers" && isAtLeast(answer.version, minimumGoVersion(CLI_MODULE));
  return { ...answer, isNewEnough };
}

function goToolchain(answer, found, context) {
  const name = "Go";
  const isNeeded = !found;
  const fix = isNeeded ? { fix: installPage("go") } : {};
  const why = isNeeded ? "needed only if the CLI cannot be downloaded" : "not needed: a CLI is installed";
  if (answer.state === "absent") return { name, status: "note", value: `not on PATH (${why})`, ...fix };
  if (answer.state !== "answers") return brokenProgram(name, "go version", answer, context, { status: "note" });
  if (answer.isNewEnough) return { name, status: "ok", value: answer.version };
  return {
    name,
    status: "note",
    value: `${answer.version}; ${minimumGoVersion(CLI_MODULE)} or newer builds the CLI (${why})`,
    ...fix,
  };
}
