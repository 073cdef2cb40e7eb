// What the documents say of a fresh clone, done as it is written: no login, no passphrase, a bare CLI, a state that moves.
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { root } from "../../launch/root.mjs";
import { resolvePulumi } from "../../pulumi/resolve.mjs";
import { freshClone, standIns } from "./clone.mjs";

const cli = await resolvePulumi({});
if (cli.unavailable !== undefined) console.warn(`SKIPPED, fresh clones under the real CLI: ${cli.unavailable}`);

const page = (name) => readFileSync(join(root, name), "utf8");
/** The first fenced block of `language` behind `heading`. */
const block = (text, heading, language) =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(text.slice(text.indexOf(heading)))?.[1] ?? "false";

let clone;
let env;

const shell = (script, variables = env) => clone.run(["sh", "-ec", script], variables);
/** The documents' bucket is a folder here. */
const inFolder = (script) => {
  const states = join(clone.folder, "states");
  mkdirSync(states, { recursive: true });
  return script.replaceAll("s3://my-states", `file://${states}`);
};

describe.skipIf(cli.unavailable !== undefined)("a fresh clone", { timeout: 240_000 }, () => {
  beforeEach(async () => {
    clone = freshClone();
    env = {};
  }, 60_000);
  afterEach(() => clone.remove(), 60_000);

  it.skipIf(cli.source !== "go")(
    "without a provider is one sentence about it, before anything is packaged",
    async () => {
      for (const stack of ["lambda", "cloudrun", "lambda-dev"]) {
        const { code, output } = await clone.run(["npm", "run", "--silent", "up", "--", stack, "--yes"]);
        const name = stack === "cloudrun" ? "gcp" : "aws";
        expect(code, output).toBe(1);
        expect(output).toMatch(new RegExp(`^The stack ${stack} needs the provider ${name} [^\\n]+\\n$`));
      }
      expect(await clone.status()).toBe("");
    },
  );

  it("is clean after up, says where the state is, and asks for no passphrase", async () => {
    const variables = {
      ...(await standIns(clone)),
      MODELPORT_ARTIFACTS_DIR: await artifactsForTests(),
      GOOGLE_CLOUD_PROJECT: "a-project",
    };
    for (const stack of ["lambda", "lambda-dev"]) {
      const up = await clone.run(["npm", "run", "up", "--", stack, "--yes", "--no-verify"], variables);
      expect(up.code, up.output).toBe(0);
      expect(up.output).toContain(
        `The state of ${stack}, the only record of what it runs in your account, is in .modelport/state`,
      );
      expect(up.output).not.toMatch(/passphrase/i);
    }
    const preview = await clone.run(["npm", "run", "preview", "--", "cloudrun"], variables);
    expect(preview.code, preview.output).toBe(0);
    await shell("npx pulumi config set logLevel debug --stack cloudrun", variables);
    expect(await clone.status()).toBe("");
  });

  it("moves a state as the README says, and deploys nothing a second time", async () => {
    env = { ...(await standIns(clone)), MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    const up = "npx pulumi up --stack lambda --yes --skip-preview";
    expect(await shell(up)).toMatchObject({ code: 0 });
    const script = block(page("README.md"), "\n## Where the state is kept", "sh");
    const [first, ...others] = inFolder(script).split(/(?=npx pulumi stack init)/);
    await shell(first);
    const refused = await shell(up);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.output).toContain("it would be deployed a second time");
    const moved = await shell(others.join(""));
    expect(moved.code, moved.output).toBe(0);
    expect(moved.output).toContain("17 unchanged");
    expect((await shell("npx pulumi destroy --stack lambda --yes --skip-preview")).output).toContain("- 17 deleted");
    expect(await clone.status()).toBe("");
  });

  it("takes a bare `pulumi`, as the tutorial says, and each step that is left out is said", async () => {
    const bare = { ...(await standIns(clone)), PATH: `${cli.binDir}:${clone.path}` };
    const script = inFolder(block(page("docs/tutorial/lambda.md"), "\n### With your own `pulumi`", "bash"));
    const [packaging, passphrase, login, select, up] = script.trim().split("\n");
    const rows = [
      [[up], "PULUMI_ACCESS_TOKEN must be set for login"],
      [[login, up], "no stack named 'lambda' found"],
      [[login, select], "passphrase must be set with PULUMI_CONFIG_PASSPHRASE"],
      [[passphrase, login, select, up], "artifacts.json: build the artifacts with `npx nx run inference-api:package`."],
      [[passphrase, "mv node_modules away", up], "the Pulumi SDK has not been installed"],
    ];
    for (const [lines, sentence] of rows) expect((await shell(lines.join("\n"), bare)).output).toContain(sentence);
    const image = "apps/inference-api/dist-image/artifacts.json";
    await shell(`mv away node_modules && mkdir -p ${dirname(image)} && echo '{"kept": true}' > ${image}`);
    const done = await shell([packaging, passphrase, login, select, up].join("\n"), bare);
    expect(done.code, done.output).toBe(0);
    expect(done.output).toContain("+ 17 created");
    expect(readFileSync(join(clone.root, image), "utf8"), "packaging the zip keeps the image").toBe('{"kept": true}\n');
    const again = `${passphrase}\n${up}`;
    const unchanged = await shell(again, bare);
    expect(unchanged.output).toContain("17 unchanged");
    expect(unchanged.output).not.toContain("was packaged before");
    appendFileSync(join(clone.root, "packages/predictor/src/index.ts"), "// changed\n");
    expect((await shell(again, bare)).output).toContain(
      "warning: apps/inference-api/dist was packaged before packages/predictor/src/index.ts changed, and is deployed as it is: " +
        "build the artifacts with `npx nx run inference-api:package`.",
    );
    await clone.run(["git", "checkout", "packages"]);
    expect((await shell(again, bare)).output).not.toContain("was packaged before");
    expect(await clone.status()).toBe("");
  });

  it("says what to do after a run that was killed while it created something", async () => {
    env = { ...(await standIns(clone)), MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    const works = stallWhenCreating("aws:lambda/function:Function");
    await killWhenPending();
    const up = "npx pulumi up --stack lambda --yes --skip-preview";
    expect((await shell(up)).output).toContain(
      "The stack lambda is locked by a run that is in progress or was killed: if none is in progress, " +
        "`npx pulumi cancel --yes --stack lambda` unlocks it.",
    );
    await shell("npx pulumi cancel --yes --stack lambda");
    works();
    const sentence =
      "An earlier run of lambda was interrupted while it created lambda-model (aws:lambda/function:Function)";
    const warned = await shell(up);
    expect(warned.code).toBe(1);
    expect(warned.output).toContain(sentence);
    const said = await shell(`${up.replace("up", "refresh")} --clear-pending-creates`);
    expect(said.code, said.output).toBe(0);
    const again = await shell(up);
    expect(again.code, again.output).toBe(0);
    expect(again.output).not.toContain(sentence);
    await shell("npx pulumi destroy --stack lambda --yes --skip-preview");
  });
});

/** Makes the stand-in for AWS end itself after some seconds in place of creating `type`; what is returned makes it work. */
function stallWhenCreating(type) {
  const folder = join(clone.home, ".pulumi/plugins");
  const name = readdirSync(folder).find((each) => each.startsWith("resource-aws-v"));
  const program = join(folder, name, "pulumi-resource-aws");
  const text = readFileSync(program, "utf8");
  const hook = join(clone.folder, "stall.mjs");
  writeFileSync(
    hook,
    `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { writeFileSync } = fs;
fs.writeFileSync = (file, text, ...rest) => {
  if (!String(text).includes(${JSON.stringify(JSON.stringify(type))})) return writeFileSync(file, text, ...rest);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000);
  process.exit(1);
};
syncBuiltinESMExports();
`,
  );
  writeFileSync(program, text.replace("NODE_OPTIONS= ", `NODE_OPTIONS=--import=${hook} `));
  return () => writeFileSync(program, text);
}

async function killWhenPending() {
  const checkpoint = join(clone.root, ".modelport/state/.pulumi/stacks/modelport/lambda.json");
  const child = spawn("npx", ["pulumi", "up", "--stack", "lambda", "--yes", "--skip-preview"], {
    cwd: clone.root,
    env: { HOME: clone.home, PATH: clone.path, ...env },
    detached: true,
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const isPending = () => {
    try {
      const { pending_operations: pending = [] } = JSON.parse(readFileSync(checkpoint, "utf8")).checkpoint.latest;
      return pending.some(({ resource }) => resource.type === "aws:lambda/function:Function");
    } catch {
      return false;
    }
  };
  while (!isPending() && child.exitCode === null) await sleep(20);
  expect(child.exitCode, "the moment came before the end").toBeNull();
  process.kill(-Number(child.pid), "SIGKILL");
  await ended;
}
