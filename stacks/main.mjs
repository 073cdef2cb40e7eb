// The engine starts here, with any `node` on PATH: use only syntax that old versions can parse.
import module from "node:module";
import path from "node:path";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} cannot run the stacks, which are TypeScript: ` +
      "run `npx pulumi` in this repository, which brings Node 24, or put Node 22.18 or newer on PATH.",
  );
  // At the top level: an error inside the program takes the engine half a minute.
  process.exit(1);
}

// If the engine was killed, nothing reads these. Pulumi would report each failed write with another one, forever: such a program
// took 14 GB in three quarters of an hour.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

// Caches what was compiled and stripped of types, which halves the loading time of a program.
module.enableCompileCache(path.join(import.meta.dirname, "../node_modules/.cache/compiled"));

export default async () => (await import("./index.ts")).default();
