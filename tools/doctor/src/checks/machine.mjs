// Whether the project's native parts (onnxruntime, the pinned Node) exist for this machine, and what it may use of it.
const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-arm64"];
const IN_A_CONTAINER =
  'podman run --rm -it --network host -v "$PWD":/modelport -w /modelport docker.io/library/node:24 npm start';
const ENOUGH_FREE_GIB = { before: 3, after: 1 };
const GIB = 2 ** 30;

export function checkMachine({ machine }) {
  return [platform(machine), processors(machine), memory(machine)];
}

function platform({ platform: system, arch, glibcVersion }) {
  const name = "platform";
  const here = `${system}-${arch}`;
  if (!PLATFORMS.includes(here)) {
    const value = `${here}; the project runs on ${PLATFORMS.join(", ")}`;
    return { name, status: "missing", value, fix: system === "win32" ? "wsl --install" : IN_A_CONTAINER };
  }
  if (system !== "linux") return { name, status: "ok", value: here };
  if (glibcVersion) return { name, status: "ok", value: `${here}, glibc ${glibcVersion}` };
  const value = `${here}, musl; the project's native parts need glibc`;
  return { name, status: "missing", value, fix: IN_A_CONTAINER };
}

function processors({ cores }) {
  return { name: "cores", status: "ok", value: String(cores) };
}

function memory({ memoryBytes }) {
  return { name: "memory", status: "ok", value: `${trimmed(memoryBytes / GIB, 1)} GiB` };
}

/** Free space for what `npm start` writes; 0.9 GB of node_modules, 0.4 GB of npm's cache, 0.6 GB of the model's Python. */
export function checkDisk({ root, machine, install }) {
  const freeGiB = machine.freeBytes(root) / GIB;
  const neededGiB = install.lack === undefined ? ENOUGH_FREE_GIB.after : ENOUGH_FREE_GIB.before;
  const value = `${trimmed(freeGiB, 1)} GiB free`;
  if (freeGiB >= neededGiB) return { name: "disk", status: "ok", value };
  const fix = "npm cache clean --force";
  return { name: "disk", status: "missing", value: `${value}; ${neededGiB} GiB are needed`, fix };
}

function trimmed(value, decimals) {
  return String(Number(value.toFixed(decimals)));
}
