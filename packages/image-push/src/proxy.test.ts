// A push behind a proxy that alone reaches the world: a process of its own, as the engine has it, with names that no machine
// here has, certificates of the test's own, and a proxy that takes CONNECT.
import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createProxy } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeImageArchive } from "../fixtures/image-archive.ts";
import { registryListener } from "../fixtures/registry.ts";

const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const API = "api.ecr.eu-west-1.amazonaws.com";
const SECRET = "wJalrXUtnFEMI";

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const isMissing = !hasOpenssl();
if (isMissing) console.warn("SKIPPED, a push through a proxy: there is no openssl on PATH to make a certificate with");

async function certificate(folder: string) {
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const names = [ECR, API].map((name) => `DNS:${name}`).join(",");
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const subject = ["-subj", "/CN=tests", "-addext", `subjectAltName=${names}`];
  execFileSync("openssl", [...request, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { file: cert, key: await readFile(key), cert: await readFile(cert) };
}

/** Takes every CONNECT to `port` of this machine, and remembers the hosts. */
async function startProxy(port: number) {
  const tunnels: string[] = [];
  const proxy = createProxy();
  proxy.on("connect", (request, socket) => {
    tunnels.push(request.url ?? "");
    const inside = connect(port, "127.0.0.1", () => socket.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    inside.on("error", () => socket.destroy()).pipe(socket);
    socket.on("error", () => inside.destroy()).pipe(inside);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tunnels };
}

const script = `
const { createImage } = await import(process.env.IMAGE_PUSH);
const config = { "aws:accessKey": "AKIDSTACK", "aws:secretKey": "${SECRET}" };
const inputs = JSON.parse(process.env.INPUTS);
const result = await createImage(inputs, { settings: (key) => config[key] });
console.log(JSON.stringify(result));
`;

test.skipIf(isMissing)(
  "everything goes through it: the registry, its uploads, and the cloud that gives the password",
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "modelport-proxy-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { file, ...tls } = await certificate(folder);
    const registry = registryListener("AWS:for twelve hours");
    const signers: string[] = [];
    const server = createServer(tls, (request, response) => {
      if (request.headers.host !== API) return registry.listener(request, response);
      signers.push(/Credential=(\w+)/.exec(request.headers.authorization ?? "")?.[1] ?? "");
      const authorizationToken = Buffer.from("AWS:for twelve hours").toString("base64");
      response.setHeader("content-type", "application/x-amz-json-1.1");
      request.resume().on("end", () => response.end(JSON.stringify({ authorizationData: [{ authorizationToken }] })));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const proxy = await startProxy((server.address() as AddressInfo).port);
    const archive = path.join(folder, "image.tar");
    const inputs = { archive, repository: `${ECR}/api`, digest: await writeImageArchive(archive, "a model") };
    const said = await new Promise<{ stdout: string; stderr: string }>((resolve, reject) => {
      const env = {
        HOME: folder,
        HTTPS_PROXY: proxy.url,
        NODE_EXTRA_CA_CERTS: file,
        IMAGE_PUSH: path.join(import.meta.dirname, "index.ts"),
        INPUTS: JSON.stringify(inputs),
      };
      execFile(process.execPath, ["--input-type=module", "--eval", script], { env }, (error, stdout, stderr) =>
        error ? reject(new Error(stderr)) : resolve({ stdout, stderr }),
      );
    });
    const state = JSON.parse(said.stdout.trim().split("\n").at(-1) ?? "") as unknown;
    expect(state).toEqual({ id: inputs.repository, outs: { ...inputs, reference: `${ECR}/api@${inputs.digest}` } });
    expect([...registry.manifests.keys()]).toEqual([inputs.digest]);
    expect(signers).toEqual(["AKIDSTACK"]);
    expect(new Set(proxy.tunnels)).toEqual(new Set([`${ECR}:443`, `${API}:443`]));
    expect(said.stdout + said.stderr).not.toMatch(new RegExp(`${SECRET}|for twelve hours`));
  },
);
