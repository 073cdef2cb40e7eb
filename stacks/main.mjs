// The engine starts here, with whatever `node` is on PATH: only syntax that an old Node can read.
import module from "node:module";
import path from "node:path";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} cannot run the stacks, which are TypeScript: ` +
      "run `npx pulumi` in this repository, which brings Node 24, or put Node 22.18 or newer on PATH.",
  );
  // At the top level: thrown inside the program, the same takes the engine half a minute.
  process.exit(1);
}

// Where the engine was killed, nobody reads these. Pulumi reports the broken write there too, and so on for ever: a program that
// was left so had 14 GB after three quarters of an hour.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

// What was compiled, and stripped of its types, is kept for the next time: half of what a program loads itself.
module.enableCompileCache(path.join(import.meta.dirname, "../node_modules/.cache/compiled"));

export default async () => (await import("./index.ts")).default();
