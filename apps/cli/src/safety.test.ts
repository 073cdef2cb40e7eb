// Nothing leaves for a host that was not named, nothing of strangers reaches the terminal as it is.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { modelport as spawned, modelportHere as modelport, temporaryFolder } from "./under-test.testing.ts";
import { printable } from "./terminal.ts";

type Answer = readonly [status: number, headers?: Readonly<Record<string, string>>, body?: string];

/** Answers by path; remembers what arrived. */
async function host(answerOf: (path: string) => Answer, address = "127.0.0.1", name = address) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    const [status, headers, body] = answerOf(request.url ?? "");
    request.resume().on("end", () => response.writeHead(status, headers).end(body));
  });
  await new Promise<void>((resolve) => void server.listen(0, address, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://${name}:${(server.address() as AddressInfo).port}`, seen };
}

const model = JSON.stringify({
  name: "m",
  version: "1.0.0",
  sha256: "0".repeat(64),
  features: [{ name: "age", aliases: [] }],
  output: { kind: "binary", name: "p", threshold: 0.5 },
});
const csvAnswer: Answer = [200, { "content-type": "text/csv" }, "index,p,error\r\n0,0.5,\r\n"];

async function csv(text = "id,age\n1,42\n"): Promise<string> {
  const path = join(await temporaryFolder(), "a.csv");
  await writeFile(path, text);
  return path;
}

describe("a redirect", { timeout: 60_000 }, () => {
  it.each([
    ["predict", 301, "/model"],
    ["predict", 307, "/api/v1/predict/batch"],
    ["predict", 308, "/api/v1/predict/batch"],
    ["verify", 302, "/ready"],
    ["verify", 307, "/api/v1/predict"],
  ])("is not followed by %s (%i of %s): secrets and rows stay", async (command, status, path) => {
    const other = await host(() => csvAnswer, "localhost");
    const target = `${other.url}/login?\u0085`;
    const { url } = await host((asked) => {
      if (asked === path) return [status, { location: target }];
      return [200, { "content-type": "application/json" }, asked === "/ready" ? "{}" : model];
    });
    const input = command === "predict" ? [await csv()] : [];
    const headers = ["--header", "X-Api-Key: KEY-SECRET"];
    const ended = await modelport([command, ...input, "--url", url, ...headers]);
    expect(other.seen).toEqual([]);
    expect(ended.code).toBe(1);
    const said = command === "predict" ? ended.stderr : ended.stdout;
    const address = JSON.stringify(target).replace("\u0085", String.raw`\u0085`);
    expect(said).toContain(
      `${url}${path} answered ${status}, a redirect to ${address}: modelport follows no redirect, so that neither headers nor rows reach another host; give --url the address that answers itself.`,
    );
  });
});

describe("plain http to another machine", { timeout: 60_000 }, () => {
  const rows: readonly [args: string[], environment: Record<string, string>, what: string][] = [
    [["predict", "a.csv"], { MODELPORT_TOKEN: "t" }, "authorization"],
    [["predict", "a.csv", "--header", "X-Api-Key: k"], {}, "x-api-key"],
    [["verify"], { MODELPORT_TOKEN: "t" }, "authorization"],
    [["verify", "--auth", "aws-sigv4:eu-west-1:lambda"], {}, "the credentials of --auth"],
    [["verify", "--auth", "google-identity-token"], {}, "the credentials of --auth"],
  ];
  it.each(rows)("carries no secret unless told to: %j", async (args, env, what) => {
    const ended = await modelport([...args, "--url", "http://models.example.test"], { env });
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr: `modelport: --url is "http://models.example.test", over which ${what} would travel unencrypted: give an https address, or add --allow-http if you trust every machine on the way.\n`,
    });
  });

  it("takes headers from a file, where no list of processes shows them", async () => {
    const { url, seen } = await host(() => csvAnswer);
    const input = await csv();
    await writeFile(`${input}.headers`, "X-Api-Key: KEY-SECRET\r\n\r\nX-Tenant: 7\n");
    await modelport(["predict", input, "--url", url, "--header", `@${input}.headers`, "--header", "X-Other: 8"]);
    expect(seen[0]).toContain('"x-api-key":"KEY-SECRET","x-tenant":"7","x-other":"8"');
  });

  it("carries one to this machine, and to another with --allow-http", async () => {
    const { url, seen } = await host(() => [200, {}, "{}"], "0.0.0.0", "localhost");
    const env = { MODELPORT_TOKEN: "t" };
    await modelport(["predict", await csv(), "--url", url], { env });
    expect(seen).toHaveLength(1);
    // By a name that is not this machine's alone.
    const elsewhere = url.replace("localhost", "0.0.0.0");
    expect((await modelport(["predict", await csv(), "--url", elsewhere], { env })).code).toBe(2);
    expect(seen).toHaveLength(1);
    await modelport(["predict", await csv(), "--url", elsewhere, "--allow-http"], { env });
    expect(seen).toHaveLength(2);
  });
});

describe("a proxy of the environment", { timeout: 60_000 }, () => {
  it.each(["HTTPS_PROXY", "HTTP_PROXY", "http_proxy"])(
    "named by %s is used, but not for this machine",
    async (name) => {
      const { url, seen } = await host(() => csvAnswer);
      const proxy = createServer((_, response) => response.end());
      const tunnels: string[] = [];
      proxy.on("connect", (request, socket) => {
        tunnels.push(request.url ?? "");
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      });
      await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void proxy.close());
      const env = { [name]: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, MODELPORT_TOKEN: "t" };
      const scheme = name === "HTTPS_PROXY" ? "https" : "http";
      const args = ["--retries", "0", "--allow-http"];
      const ended = await spawned(["predict", await csv(), "--url", `${scheme}://models.example.test`, ...args], {
        env,
      });
      expect(tunnels).toEqual([`models.example.test:${scheme === "https" ? 443 : 80}`]);
      expect(ended.code).toBe(1);
      await spawned(["predict", await csv(), "--url", url, ...args], { env });
      expect(tunnels).toHaveLength(1);
      expect(seen).toHaveLength(1);
      const verified = [
        "verify",
        "--url",
        `${scheme}://verified.example.test`,
        "--allow-http",
        "--timeout-seconds",
        "1",
      ];
      expect((await spawned(verified, { env })).code).toBe(1);
      expect(tunnels.at(-1)).toMatch(/^verified\.example\.test:/);
    },
  );

  it("must be an address; a password in it is not shown", async () => {
    const env = { HTTPS_PROXY: "http//me:secret@proxy" };
    expect(await spawned(["predict", "a.csv", "--url", "https://models.example.test"], { env })).toEqual({
      code: 2,
      stdout: "",
      stderr: "modelport: HTTPS_PROXY: not an address of a proxy; write it as http://proxy.example.com:3128.\n",
    });
  });
});

describe("what strangers wrote", { timeout: 120_000 }, () => {
  // A title, a color, the C1 form of an escape, a line drawn anew, the direction of the text, a line of its own.
  const evil = "x\u001B]0;owned\u0007\u001B[31m\u009B2J\r\u202E\u2028\u007F";
  // What must not arrive: everything of it but the letters.
  const raw = /(?!\n)[\p{Cc}\u2028\u202E]/u;

  it("reaches the terminal escaped: names of columns, the server's words, its model's name", async () => {
    const named = JSON.stringify({ ...(JSON.parse(model) as object), name: evil, version: evil });
    const answers: ((path: string) => Answer)[] = [
      (path) => (path === "/model" ? [200, {}, named] : csvAnswer),
      (path) =>
        path === "/model"
          ? [200, {}, model]
          : [422, {}, JSON.stringify({ detail: `${evil}\nok`, errors: [{ detail: evil }] })],
      () => [503, {}, JSON.stringify({ detail: evil })],
      () => [401, {}, JSON.stringify({ detail: evil })],
      (path) => (path === "/model" ? [200, {}, model] : [200, {}, `index,p,error\r\n0,,"${evil}\nok"\r\n`]),
    ];
    for (const answerOf of answers) {
      const { url } = await host(answerOf);
      const path = await csv(`"${evil}\nok",age\n1,42\n`);
      const ended = await modelport(["predict", path, "--url", url, "--retries", "1", "-o", `${path}.out`]);
      expect(ended.stderr).not.toBe("");
      expect(ended.stderr).not.toMatch(raw);
      // No line that looks like ours.
      expect(ended.stderr).not.toMatch(/^ok/m);
    }
  });

  it("reaches the report of verify escaped, and its JSON as JSON", async () => {
    const { url } = await host((path) => {
      if (path === "/ready") return [200, {}, "{}"];
      return path === "/model"
        ? [200, {}, JSON.stringify({ ...(JSON.parse(model) as object), name: evil })]
        : [422, {}, JSON.stringify({ detail: `${evil}\nok       all` })];
    });
    const report = await modelport(["verify", "--url", url]);
    expect(report.stdout).toContain(String.raw`model       x\u001b]0;owned\u0007`);
    expect(report.stdout + report.stderr).not.toMatch(raw);
    expect(report.stdout).not.toMatch(/^ok {7}all/m);
    const { stdout } = await modelport(["verify", "--url", url, "--json"]);
    expect(stdout).not.toMatch(raw);
    const { checks } = JSON.parse(stdout) as { checks: { sentence: string }[] };
    expect(checks[1]?.sentence).toContain(evil);
  });

  it("and what the user typed", async () => {
    for (const args of [["predict", `${evil}.csv`], ["predict", "a.csv", `--${evil}`], ["verify", evil], [evil]]) {
      const { code, stderr } = await modelport(args);
      expect(code).toBe(2);
      expect(stderr).not.toMatch(raw);
    }
  });

  it("keeps letters of every script", () => {
    const text = "Núñez, 東京, ½ €, 👍";
    expect(printable(text)).toBe(text);
    expect(printable("a\nb\u{E0001}")).toBe(String.raw`a\u000ab\udb40\udc01`);
  });
});

it("one place sends requests, and one writes to the terminal", async () => {
  const sources = (await readdir(import.meta.dirname, { recursive: true })).filter(
    (name) => name.endsWith(".ts") && !/\.(?:test|testing)\.ts$/.test(name),
  );
  const whereIs = async (pattern: RegExp) => {
    const found = await Promise.all(
      sources.map(async (name) => pattern.test(await readFile(join(import.meta.dirname, name), "utf8"))),
    );
    return sources.filter((_, index) => found[index]);
  };
  expect(sources.length).toBeGreaterThan(30);
  expect(
    await whereIs(
      /\bfetch\(|globalThis\.fetch|\bfetch\b\s*[,;)]|node:https?"|node:http2"|node:net"|node:tls"|"undici"/,
    ),
    // A measurement calls the server that it has started, on the loopback address, past every proxy.
  ).toEqual(["http.ts", "advise/measured-server.ts"]);
  expect(await whereIs(/\bconsole\.|process\.std(?:out|err)\.|\bstd(?:out|err)\.write/)).toEqual([]);
});
