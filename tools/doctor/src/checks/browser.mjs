// The Chromium of the browser tests.
import { existsSync } from "node:fs";
import { installPage } from "../install-pages.mjs";
import { ask, brokenProgram } from "../programs.mjs";

export async function checkBrowser(context) {
  const name = "Chromium";
  const named = context.env.CHROMIUM_PATH;
  const path = named ?? context.machine.chromiumPaths.find((each) => existsSync(each));
  const missing = (value) => [{ name, status: "missing", value, fix: installPage("chromium") }];
  if (path === undefined) return missing("not installed");
  const answer = await ask(context, path, ["--version"]);
  const source = named === undefined ? path : "CHROMIUM_PATH";
  if (answer.state === "absent") return missing(`${source} does not name a program`);
  if (answer.state !== "answers")
    return [
      brokenProgram(name, named === undefined ? `${path} --version` : '"$CHROMIUM_PATH" --version', answer, context),
    ];
  return [{ name, status: "ok", value: `${answer.version} (${source})` }];
}
