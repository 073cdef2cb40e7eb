// `pulumi-resource-<package>` for every installed SDK, where the engine keeps downloaded plugins.
// On PATH they would work too, but the engine would warn about each.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

const main = path.resolve(import.meta.dirname, "..", "provider", "main.ts");

/** Writes them into a Pulumi home; `nodeModules` is where the SDKs are. */
export async function writeStandIns(pulumiHome: string, nodeModules: string): Promise<void> {
  for (const { name, version } of providersIn(path.join(nodeModules, "@pulumi"))) {
    const folder = path.join(pulumiHome, "plugins", `resource-${name}-v${version}`);
    const program = path.join(folder, `pulumi-resource-${name}`);
    await mkdir(folder, { recursive: true });
    // The hooks are for the program's process only.
    await writeFile(program, `#!/bin/sh\nNODE_OPTIONS= exec ${quoted(process.execPath)} ${quoted(main)} ${name}\n`);
    await chmod(program, 0o755);
  }
}

interface Provider {
  readonly name: string;
  readonly version: string;
}

interface Manifest {
  readonly version: string;
  readonly pulumi?: { readonly resource?: boolean; readonly name?: string };
}

function providersIn(folder: string): readonly Provider[] {
  return readdirSync(folder).flatMap((name) => {
    const manifest = path.join(folder, name, "package.json");
    if (!existsSync(manifest)) return [];
    const { version, pulumi } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
    return pulumi?.resource === true ? [{ name: pulumi.name ?? name, version }] : [];
  });
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
