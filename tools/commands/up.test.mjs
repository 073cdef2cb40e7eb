// `npm run up`, `verify` and `destroy` of a local stack under the real engine: what was deployed answers, or the command says so.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { dist, openLocalStack, report, whyNoStack } from "./local-stack.testing.mjs";

const reason = await whyNoStack();
if (reason !== undefined) console.warn(`SKIPPED, npm run up under the real engine: ${reason}`);

const stack = `local-up-${process.pid}`;
const { version } = report?.model ?? {};
let local;

/** The artifacts as they are, with another `artifacts.json`. */
async function artifactsThatSay(change) {
  const copy = await mkdtemp(join(tmpdir(), "modelport-up-artifacts-"));
  onTestFinished(() => rm(copy, { recursive: true }));
  for (const name of await readdir(dist)) await symlink(join(dist, name), join(copy, name));
  await rm(join(copy, "artifacts.json"));
  await writeFile(join(copy, "artifacts.json"), JSON.stringify(change(report)));
  return { MODELPORT_ARTIFACTS_DIR: copy };
}

describe.skipIf(reason !== undefined)("a local stack", { timeout: 180_000 }, () => {
  beforeAll(async () => {
    local = await openLocalStack(stack);
  });

  afterAll(() => local.close(), 120_000);

  it("is deployed, summed up and verified, and the curl line works", async () => {
    const { code, output } = await local.up();
    const { url } = local;
    expect(code, output).toBe(0);
    expect(output).toContain(
      `\n${stack}: ${report.model.name} ${version} on local\n  url       ${url}\n  auth      none\n`,
    );
    expect(output).toContain(`\nok       version     ${version}\n`);
    expect(output).toContain(`\nAll 6 checks of ${url} are ok.\nThe stack ${stack} is verified over HTTP.\n`);
    const line = /\nRequest a prediction:\n {2}(curl .*)\n/.exec(output)?.[1] ?? "";
    const { stdout } = await promisify(execFile)("sh", ["-c", line]);
    expect(JSON.parse(stdout)).toMatchObject({ model_version: version });
  });

  it("is refused for a wrong setting before anything is packaged or touched", async () => {
    const settings = await readFile(local.file, "utf8");
    onTestFinished(() => writeFile(local.file, settings));
    await writeFile(local.file, settings.replace(/^( +)modelport:lambdaPort/m, "$1modelport:logLevel: loud\n$&"));
    expect(await local.up()).toEqual({
      code: 1,
      output:
        'modelport:logLevel is "loud", but it takes one of trace, debug, info, warn, error, fatal ("info" when left out); ' +
        `set it with \`npx pulumi config set modelport:logLevel info --stack ${stack}\`.\n`,
    });
  });

  it("is verified alone", async () => {
    const { code, output } = await local.verify();
    expect(code, output).toBe(0);
    expect(output).toContain("All 6 checks");
  });

  it("fails where what answers is another version than what was shipped", async () => {
    const env = await artifactsThatSay(({ model, ...others }) => ({
      ...others,
      model: { ...model, version: "9.9.9" },
    }));
    const { code, output } = await local.up(env);
    const { url } = local;
    expect(code, output).toBe(1);
    expect(output).toContain(
      `failed   version     ${url} serves the model version ${version}, but 9.9.9 was shipped: `,
    );
    expect(output).toContain(
      `\nThe stack ${stack} is deployed, but what answers at ${url} is not what was deployed; the failed checks are above. `,
    );
  });

  it("says what it cannot verify because it is not there", async () => {
    const { code, output } = await local.destroy();
    expect(code, output).toBe(0);
    expect(await local.verify()).toEqual({
      code: 1,
      output: `The stack ${stack} has no outputs: deploy it with npm run up -- ${stack}.\n`,
    });
  });
});
