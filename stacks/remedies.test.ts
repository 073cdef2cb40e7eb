// The commands of sentences as a person would paste them: through npx, a shell and the real CLI, into a real stack file.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { whyNoOffline } from "@modelport/offline-engine";
import { settingsOf, SettingsError } from "@modelport/target-kit";
import { alternativesOf } from "@modelport/target-suite";
import { afterAll, expect, test } from "vitest";
import { lambda } from "./lambda/target.ts";

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the commands of sentences under the real CLI: ${reason}`);

const root = path.join(import.meta.dirname, "..");
const stack = `lambda-remedies-${process.pid}`;
const file = path.join(import.meta.dirname, `Pulumi.${stack}.yaml`);
const scratch = mkdtempSync(path.join(tmpdir(), "modelport-remedies-"));

afterAll(() => {
  rmSync(file, { force: true });
  rmSync(scratch, { recursive: true });
});

/** Whatever the user of this machine has set for Pulumi is not there. */
function shell(line: string): string {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
  const env = {
    ...Object.fromEntries(own),
    PULUMI_BACKEND_URL: pathToFileURL(path.join(scratch, "state")).href,
    PULUMI_HOME: path.join(scratch, "home"),
    PULUMI_CONFIG_PASSPHRASE: "",
  };
  return execFileSync("sh", ["-c", line], { cwd: root, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function problems(): readonly string[] {
  try {
    lambda.parseSettings(configured(), stack);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

function configured() {
  const config = JSON.parse(shell(`npx pulumi config --json --stack ${stack}`)) as Record<string, { value: string }>;
  return settingsOf(Object.fromEntries(Object.entries(config).map(([key, { value }]) => [key, value])));
}

test.skipIf(reason !== undefined)("the pasted commands fix the stack file", { timeout: 180_000 }, () => {
  mkdirSync(path.join(scratch, "state"));
  writeFileSync(
    file,
    `config:
  aws:region: us-east-1
  modelport:public: no
  memoryGB: 2
  modelport:corsOrigins: [app.example.com]
  modelport:invokers: [123456789012]
  modelport:environment: { MAX_THREADS: 2, A-B: c, "D.E": f }
  modelport:tags: { "aws:x": one, team: risk }
  modelport:subnetIds: [subnet-0a1b]
`,
  );
  shell(`npx pulumi stack select --create --stack ${stack} --non-interactive`);
  const pasted: string[] = [];
  let left = problems();
  // A value that is right at last may be found not to go with another.
  for (let round = 0; left.length > 0 && round < 3; round += 1) {
    const commands = left.flatMap((sentence) => alternativesOf(sentence)[0] ?? []);
    for (const command of commands) shell(command);
    pasted.push(...commands);
    left = problems();
  }
  expect(left, pasted.join("\n")).toEqual([]);
  expect(lambda.parseSettings(configured())).toMatchObject({
    public: false,
    memoryMiB: 2048,
    corsOrigins: ["https://app.example.com"],
    invokers: ["123456789012"],
    environment: { MAX_THREADS: "2" },
    tags: { team: "risk" },
    subnetIds: ["subnet-0a1b"],
  });
  expect(pasted).toContain(`npx pulumi config rm --path 'modelport:tags["aws:x"]' --stack ${stack}`);
});
