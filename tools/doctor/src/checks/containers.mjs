// podman or docker, and whether it really runs.
import { installPage } from "../install-pages.mjs";
import { ask, brokenProgram } from "../programs.mjs";

const ENGINES = [
  { name: "podman", format: "{{.Version.Version}}", start: { darwin: "podman machine start" } },
  {
    name: "docker",
    format: "{{.ServerVersion}}",
    start: { darwin: "open -a Docker", linux: "sudo systemctl start docker" },
  },
];

export async function checkContainers(context) {
  const answers = await Promise.all(ENGINES.map((engine) => askEngine(engine, context)));
  const running = ENGINES.find((_engine, index) => answers[index].state === "answers");
  return ENGINES.map((engine, index) => checkEngine(engine, answers[index], running, context));
}

async function askEngine({ name, format }, context) {
  if (isElsewhere(name, context)) return { state: "elsewhere" };
  return ask(context, name, ["info", "--format", format]);
}

function isElsewhere(name, { env, online }) {
  const host = name === "docker" ? env.DOCKER_HOST : env.CONTAINER_HOST;
  return !online && Boolean(host) && !host.startsWith("unix:");
}

function checkEngine({ name, start }, answer, running, context) {
  const { platform, isRoot } = context.machine;
  if (answer.state === "answers") return { name, status: "ok", value: `${answer.version} runs` };
  if (answer.state === "elsewhere") {
    return { name, status: "note", value: "on another machine; --online checks it" };
  }
  const other = running && `; ${running.name} is enough`;
  if (answer.state === "absent") {
    if (running) return { name, status: "note", value: `not on PATH${other}` };
    if (name !== ENGINES[0].name)
      return { name, status: "note", value: `not on PATH; ${ENGINES[0].name} would be enough` };
    return { name, status: "missing", value: "not on PATH", fix: installPage(name) };
  }
  const fix = start[platform]?.replace(isRoot ? "sudo " : "", "");
  const broken = brokenProgram(name, `${name} info`, answer, context, { fix });
  if (!running) return broken;
  return { name, status: "note", value: `${broken.value.replace("; run it to see why", "")}${other}` };
}
