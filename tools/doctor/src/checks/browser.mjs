// The Chromium that tries the pages.
import { existsSync } from "node:fs";
import { ask, brokenProgram } from "../programs.mjs";

export async function checkBrowser(context) {
  const name = "Chromium";
  const named = context.env.CHROMIUM_PATH;
  const path = named ?? context.machine.chromiumPaths.find((each) => existsSync(each));
  const missing = (value) => [{ name, status: "missing", value, mend: mendingFor(context) }];
  if (path === undefined) return missing("not installed");
  const answer = await ask(context, path, ["--version"]);
  const whence = named === undefined ? path : "CHROMIUM_PATH";
  if (answer.state === "absent") return missing(`${whence} names no program`);
  if (answer.state !== "answers")
    return [
      brokenProgram(name, named === undefined ? `${path} --version` : '"$CHROMIUM_PATH" --version', answer, context),
    ];
  return [{ name, status: "ok", value: `${answer.version} (${whence})` }];
}

// macOS keeps it elsewhere, and the tests are told so.
function mendingFor({ machine, mending }) {
  const command = mending("chromium");
  if (machine.platform !== "darwin") return command;
  return `${command} && export CHROMIUM_PATH=/Applications/Chromium.app/Contents/MacOS/Chromium`;
}
