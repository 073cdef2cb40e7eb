// `modelport verify` through kubectl, which ends in every case.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifest, modelportHere as modelport, start, startServer, temporaryFolder } from "../under-test.testing.ts";
import { changed, front } from "./front.testing.ts";
import { type FakeKubectl, fakeKubectl, isAlive } from "./kubectl.testing.ts";
import { folderWith } from "./vendor-tool.testing.ts";

const AUTH = "kubectl-port-forward:ml/churn";
const URL_INSIDE = "http://churn.ml.svc";
const LINE = "kubectl --namespace=ml port-forward service/churn :80 --address=127.0.0.1";

let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

const portOf = (url: string) => Number(new URL(url).port);

/** `modelport verify` of the service in the cluster. */
function verify(folder: string, ...args: string[]) {
  return modelport(["verify", "--url", URL_INSIDE, "--auth", AUTH, ...args], { env: { PATH: folder } });
}

async function expectEnded({ starts }: FakeKubectl, count: number) {
  const started = await starts();
  expect(started).toHaveLength(count);
  expect(started.filter(({ pid }) => isAlive(pid))).toEqual([]);
}

describe("a service inside a cluster", () => {
  it("is verified through kubectl, which has ended afterwards", async () => {
    const kubectl = await fakeKubectl({ ports: [portOf(server.url)] });
    const shipped = ["--artifact-digest", server.artifactDigest, "--model-version", manifest.version];
    const { code, stdout, stderr } = await verify(kubectl.folder, ...shipped);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`\nAll 6 checks of ${URL_INSIDE} are ok, through kubectl port-forward.\n`);
    expect((await kubectl.starts())[0]?.args.join(" ")).toBe(LINE.replace("kubectl ", ""));
    await expectEnded(kubectl, 1);
  });

  it("is found with the context and the kubeconfig of the stack, and without --url", async () => {
    const kubectl = await fakeKubectl({ ports: [portOf(server.url)] });
    const auth = `${AUTH}?context=team%20a&kubeconfig=${encodeURIComponent("/a b/config")}`;
    const ended = await modelport(["verify", "--auth", auth], { env: { PATH: kubectl.folder } });
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain(`of ${URL_INSIDE} are ok`);
    expect((await kubectl.starts())[0]?.args.slice(0, 2)).toEqual(["--kubeconfig=/a b/config", "--context=team a"]);
  });

  it("is reached again when the pod that kubectl took is gone midway", async () => {
    const kubectl = await fakeKubectl({ ports: [portOf(server.url)], messages: 2 });
    const { code, stdout, stderr } = await verify(kubectl.folder);
    expect(code, stdout).toBe(0);
    expect(stderr).toContain("kubectl port-forward has ended, probably with its pod; starting it again.\n");
    await expectEnded(kubectl, 2);
  }, 30_000);

  it("leads to another pod while the one that kubectl took still is of the previous deployment", async () => {
    const { url } = await front(server.url, (request) =>
      request.path === "/model" ? changed(server.url, request, (model) => ({ ...model, version: "0.9.0" })) : undefined,
    );
    const kubectl = await fakeKubectl({ ports: [portOf(url), portOf(server.url)] });
    const { code, stdout, stderr } = await verify(kubectl.folder, "--model-version", manifest.version);
    expect(code, stdout).toBe(0);
    expect(stderr).toContain("serves the model version 0.9.0");
    await expectEnded(kubectl, 2);
  }, 30_000);

  it("fails a check like any other deployment, and kubectl ends", async () => {
    const kubectl = await fakeKubectl({ ports: [portOf(server.url)] });
    const { code, stdout } = await verify(kubectl.folder, "--model-version", "9.9.9", "--timeout-seconds", "1");
    expect(code).toBe(1);
    expect(stdout).toContain(`failed   version     ${URL_INSIDE} serves the model version ${manifest.version}`);
    await expectEnded(kubectl, 1);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "is not waited for after %s, and kubectl ends",
    async (signal) => {
      const { url, seen } = await front(undefined, () => ({ status: 503 }));
      const kubectl = await fakeKubectl({ ports: [portOf(url)] });
      const { child, ended } = start(["verify", "--auth", AUTH], { env: { PATH: kubectl.folder } });
      await expect.poll(() => seen.length, { timeout: 20_000 }).toBeGreaterThan(0);
      child.kill(signal);
      expect(await ended).toMatchObject({ code: signal === "SIGINT" ? 130 : 143, stdout: "" });
      await expectEnded(kubectl, 1);
    },
    30_000,
  );

  it("is given up after Ctrl-C where kubectl hangs", async () => {
    const file = join(await temporaryFolder(), "pid");
    const folder = await folderWith("kubectl", `echo $$ > '${file}'; exec /bin/sleep 60`);
    const { child, ended } = start(["verify", "--auth", AUTH], { env: { PATH: folder } });
    const pid = () => readFile(file, "utf8").then(Number, () => 0);
    await expect.poll(pid, { timeout: 20_000 }).toBeGreaterThan(0);
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, stdout: "", stderr: "Interrupted: not everything was checked.\n" });
    expect(isAlive(await pid())).toBe(false);
  }, 30_000);
});

describe("a cluster whose vendor writes the kubeconfig", () => {
  const CREDENTIALS = `${AUTH}?context=eks&credentials=aws+eks+update-kubeconfig+--name+eks`;
  const writes = (kept: string) =>
    `echo "$* $KUBECONFIG" > '${kept}'; stat -c %a "$(dirname "$KUBECONFIG")" >> '${kept}'; echo '{}' > "$KUBECONFIG"`;

  it("is reached with a kubeconfig of its own, which is gone afterwards", async () => {
    const kubectl = await fakeKubectl({ ports: [portOf(server.url)] });
    const kept = join(await temporaryFolder(), "kept");
    const aws = await folderWith("aws", writes(kept));
    const env = { PATH: `${kubectl.folder}:${aws}:/usr/bin:/bin`, KUBECONFIG: "/home/ana/.kube/config" };
    const { code, stdout, stderr } = await modelport(["verify", "--auth", CREDENTIALS], { env });
    expect([code, stderr], stdout).toEqual([0, ""]);
    const [command = "", mode] = (await readFile(kept, "utf8")).split("\n");
    const file = command.split(" ").at(-1) ?? "";
    expect([command.replace(file, "").trim(), mode]).toEqual(["eks update-kubeconfig --name eks", "700"]);
    const [started] = await kubectl.starts();
    expect([started?.args[0], started?.kubeconfig]).toEqual(["--context=eks", file]);
    expect(existsSync(dirname(file))).toBe(false);
    await expectEnded(kubectl, 1);
  });

  it("is not reached without the vendor's program", async () => {
    const ended = await modelport(["verify", "--auth", CREDENTIALS], { env: { PATH: "/nowhere" } });
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "modelport: --auth kubectl-port-forward needs aws, which gets the cluster's credentials, but there is none on PATH: install it as https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html says, or verify from inside the cluster with --auth none.\n",
    });
  });

  it("is not reached without the vendor's account, in its program's words", async () => {
    const folder = await folderWith(
      "aws",
      "echo 'Unable to locate credentials. You can configure them.' >&2; exit 253",
    );
    const ended = await modelport(["verify", "--auth", CREDENTIALS], { env: { PATH: folder } });
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "modelport: `aws eks update-kubeconfig --name eks` failed: Unable to locate credentials. You can configure them; log in to AWS with an account that may call eks:DescribeCluster.\n",
    });
  });

  it("is not waited for after SIGTERM while the vendor's program hangs", async () => {
    const file = join(await temporaryFolder(), "pid");
    const folder = await folderWith("aws", `echo "$$ $KUBECONFIG" > '${file}'; exec /bin/sleep 60`);
    const { child, ended } = start(["verify", "--auth", CREDENTIALS], { env: { PATH: folder } });
    const kept = () =>
      readFile(file, "utf8").then(
        (text) => text.trim().split(" "),
        () => [],
      );
    await expect.poll(async () => (await kept()).length, { timeout: 20_000 }).toBe(2);
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 143, stdout: "" });
    const [pid, config = ""] = await kept();
    expect(isAlive(Number(pid))).toBe(false);
    expect(existsSync(dirname(config))).toBe(false);
  }, 30_000);

  it("is not reached without the program that its kubeconfig names", async () => {
    const said = [
      "Unable to connect to the server: getting credentials: exec: executable gke-gcloud-auth-plugin not found",
      "",
      "It looks like you are trying to use a client-go credential plugin that is not installed.",
    ];
    const folder = await folderWith(
      "kubectl",
      `printf '%s\\n' ${said.map((line) => `'${line}'`).join(" ")} >&2; exit 1`,
    );
    const { code, stderr } = await verify(folder);
    expect([code, stderr]).toEqual([
      2,
      "modelport: --auth kubectl-port-forward needs gke-gcloud-auth-plugin, which signs in to the cluster, but there is none on PATH: install it as https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin says, or verify from inside the cluster with --auth none.\n",
    ]);
  });
});

describe("what kubectl cannot reach is said in its own words, with what helps", () => {
  it.each([
    [
      "no such service",
      'Error from server (NotFound): services "churn" not found',
      "deploy the stack, or correct the namespace, service or context in --auth",
    ],
    [
      "no permission",
      'Error from server (Forbidden): services "churn" is forbidden: User "ana" cannot get resource "services" in API group "" in the namespace "ml"',
      "get the rights to read the service, to list pods and to create pods/portforward in that namespace",
    ],
    [
      "no cluster",
      "The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?",
      "check that the cluster runs, and that --auth names its context and kubeconfig",
    ],
    [
      "no such context",
      'error: context "team-a" does not exist',
      "`kubectl config get-contexts` lists the contexts that exist",
    ],
    [
      "a session that is over",
      "error: You must be logged in to the server (Unauthorized)",
      "log in to the cluster again",
    ],
    ["anything else", "error: something new", "run that command in a shell to see more"],
  ])("%s", async (_name, said, remedy) => {
    const folder = await folderWith("kubectl", `echo '${said}' >&2; exit 1`);
    const { code, stdout, stderr } = await verify(folder);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout.split("\n")[0]).toBe(`failed   ready       \`${LINE}\` failed: ${said}; ${remedy}.`);
    expect(stdout).toContain(`1 of 4 checks of ${URL_INSIDE} failed: ready.`);
  });

  it("a pod that does not run is waited for", async () => {
    const said = "error: unable to forward port because pod is not running. Current status=Pending";
    const folder = await folderWith("kubectl", `echo '${said}' >&2; exit 1`);
    const { code, stdout } = await verify(folder, "--timeout-seconds", "1");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^failed {3}ready {7}`kubectl .*` failed: error: unable to forward port because pod is not running\. Current status=Pending, for \d s now: the pods' log says whether the service started, and `kubectl .*` opens the same way\.\n/,
    );
  });

  it("no kubectl", async () => {
    const ended = await verify("/nowhere");
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "modelport: --auth kubectl-port-forward needs kubectl, which opens a port, but there is none on PATH: install it as https://kubernetes.io/docs/tasks/tools/ says, or verify from inside the cluster with --auth none.\n",
    });
  });
});
