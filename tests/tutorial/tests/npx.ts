// Stands in for `npx` while the tutorial's commands run: packages into a temporary folder, and starts the bundle on a free
// port instead of deploying the stack `local`, which belongs to the developer of this clone.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { argv, cwd, env, stdout } from "node:process";
import type { RunningService } from "@modelport/local-runtime";
import { packageModel, startBundle } from "./bundle.ts";

const folder = env["TUTORIAL_FOLDER"] ?? "";
const state = join(folder, "running.json");
const commands: Record<string, () => Promise<void> | void> = {
  "nx run inference-api:package": () =>
    packageModel(resolve(cwd(), env["MODEL_SOURCE_DIR"] ?? "model"), join(folder, "dist")),
  "pulumi up --stack local --yes": async () => {
    const running = await startBundle(join(folder, "dist"), join(folder, "server"));
    writeFileSync(state, JSON.stringify(running));
  },
  "pulumi stack output predictUrl --stack local": () => {
    const { url } = JSON.parse(readFileSync(state, "utf8")) as RunningService;
    stdout.write(`${url}/api/v1/predict\n`);
  },
};
const asked = argv.slice(2).join(" ");
const command = commands[asked];
if (command === undefined) throw new Error(`the test of the tutorial does not know "npx ${asked}"`);
await command();
