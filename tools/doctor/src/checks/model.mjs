// What training the model, and its tests, need.
import { CANDIDATES, judgePython, NEWEST_MINOR, OLDEST_MINOR, PROBE } from "../../../launch/python-environment.mjs";
import { capture } from "../../../launch/run.mjs";
import { installPage } from "../install-pages.mjs";
import { brokenProgram } from "../programs.mjs";

export async function checkModel(context) {
  return [judge(await Promise.all(CANDIDATES.map((command) => probe(command, context))), context)];
}

async function probe(command, { env, timeoutSeconds }) {
  const { timedOut, ...answer } = await capture(command, ["-c", PROBE], { env, timeoutSeconds, ownGroup: true });
  return { command, ...(timedOut ? { lack: "answer" } : judgePython(answer)) };
}

function judge(pythons, context) {
  const name = "Python";
  const usable = pythons.find(({ version, lack }) => version && !lack);
  if (usable) return { name, status: "ok", value: `${usable.version} with venv and ensurepip (${usable.command})` };
  const needed = `3.${OLDEST_MINOR} to 3.${NEWEST_MINOR} is needed`;
  const missing = (value, fix) => ({ name, status: "missing", value, fix });
  const bare = pythons.find(({ lack }) => lack === "venv");
  if (bare) return missing(`${bare.version} lacks venv or ensurepip (${bare.command})`, installPage("python"));
  const hanging = pythons.find(({ lack }) => lack === "answer");
  if (hanging) return brokenProgram(name, `${hanging.command} --version`, { state: "hangs" }, context);
  const other = pythons.find(({ lack }) => lack === "version");
  if (other) return missing(`${other.version} (${other.command}); ${needed}`, installPage("python"));
  return missing(`not on PATH; ${needed}`, installPage("python"));
}
