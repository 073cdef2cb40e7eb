#!/usr/bin/env node
// Needs Node 24. `modelport-offline <preview|up|refresh|destroy> <stack> [--keep <folder>] [flags of pulumi]`, and
// `modelport-offline manifests <stack> --out <folder>`
const COMMANDS = ["preview", "up", "refresh", "destroy", "manifests"];

const [command = "", stack = "", ...args] = process.argv.slice(2);
if (!COMMANDS.includes(command) || !/^[a-z]/.test(stack)) {
  process.stderr.write(
    `Write modelport-offline <command> <stack> [flags], where the command is ${COMMANDS.join(", ")}.\n`,
  );
  process.exit(2);
}
const { runOffline } = await import("@modelport/offline-engine/command");
const { artifactsOfRun } = await import("./artifacts-of-run.ts");
// Manifests name the packaged image: a stand-in's digest would be that of an image which exists nowhere.
const packaged = async () => undefined;
process.exitCode = await runOffline({
  command,
  stack,
  args,
  artifactsOfRun: command === "manifests" ? packaged : artifactsOfRun,
});
