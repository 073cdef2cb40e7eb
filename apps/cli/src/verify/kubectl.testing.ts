// A kubectl for tests whose port-forward really forwards, with the lines that the real one prints.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../under-test.testing.ts";
import { folderWith } from "./vendor-tool.testing.ts";

interface KubectlStart {
  readonly pid: number;
  readonly args: readonly string[];
  /** The value of KUBECONFIG. */
  readonly kubeconfig?: string;
}

export interface FakeKubectl {
  /** A folder for PATH. */
  readonly folder: string;
  /** Every start, in order. */
  readonly starts: () => Promise<readonly KubectlStart[]>;
}

export interface FakeOptions {
  /** Ports that the starts forward to; the last one is for all later starts. */
  readonly ports: readonly number[];
  /** Messages from clients after which the first start ends, as the real one does when its pod is gone; default: never. */
  readonly messages?: number;
}

/** As client-go writes it: tools/portforward/portforward.go; "lost connection to pod" has been fatal since Kubernetes 1.23. */
const SOURCE = `
import { appendFileSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
const { ports, messages, starts } = JSON.parse(process.argv[2]);
appendFileSync(starts, JSON.stringify({ pid: process.pid, args: process.argv.slice(3), kubeconfig: process.env.KUBECONFIG }) + "\\n");
const count = readFileSync(starts, "utf8").trimEnd().split("\\n").length;
let left = count === 1 && messages !== undefined ? messages : Infinity;
const server = createServer((socket) => {
  console.log("Handling connection for " + server.address().port);
  const pod = connect(ports[Math.min(count, ports.length) - 1], "127.0.0.1");
  socket.on("data", (data) => {
    if (left-- > 0) return pod.write(data);
    console.error("error: lost connection to pod");
    process.exit(1);
  });
  pod.pipe(socket);
  for (const end of [socket, pod]) end.on("close", () => [socket, pod].forEach((each) => each.destroy())).on("error", () => {});
});
server.listen(0, "127.0.0.1", () => {
  console.log("Forwarding from 127.0.0.1:" + server.address().port + " -> 8000");
});
`;

export async function fakeKubectl(options: FakeOptions): Promise<FakeKubectl> {
  const folder = await temporaryFolder();
  const [program, starts] = [join(folder, "kubectl.mjs"), join(folder, "starts")];
  await Promise.all([writeFile(program, SOURCE), writeFile(starts, "")]);
  const settings = JSON.stringify({ ...options, starts });
  const path = await folderWith("kubectl", `exec '${process.execPath}' '${program}' '${settings}' "$@"`);
  const read = async () => {
    const lines = (await readFile(starts, "utf8")).trimEnd();
    return lines === "" ? [] : lines.split("\n").map((line) => JSON.parse(line) as KubectlStart);
  };
  onTestFinished(async () => {
    for (const { pid } of await read()) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  });
  return { folder: path, starts: read };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
