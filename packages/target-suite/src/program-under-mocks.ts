// Run by program-run.ts in a process of its own: a whole Pulumi program in a preview, then what it loaded and took.
import { registerHooks } from "node:module";

const [entry = "", stack = "", config = "{}"] = process.argv.slice(2);
const loaded = new Set<string>();

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    const [, name] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(resolved.url) ?? [];
    if (name !== undefined) loaded.add(name);
    return resolved;
  },
});

const { quiet, startMocks, valuesOf } = await import("./mocks.ts");
const resources: never[] = [];
// In a preview, so that nothing need be known of what only a cloud can know.
await startMocks(resources, { config: JSON.parse(config) as Record<string, string> }, stack, true);
if (entry !== "") {
  const program = (await import(entry)) as { default(): Promise<Record<string, unknown>> };
  await valuesOf(await program.default());
  await quiet(resources);
}
const { user, system } = process.cpuUsage();
const report = {
  packages: [...loaded].toSorted(),
  resources: resources.length,
  cpuMilliseconds: (user + system) / 1000,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit();
