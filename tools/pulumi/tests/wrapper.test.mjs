import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { userCacheFolder } from "@modelport/user-cache";
import { runPulumi } from "../src/wrapper.mjs";
import { createFixture, fakeGo } from "./fixture.mjs";

function withCli() {
  const fixture = createFixture();
  fixture.installCli();
  return fixture;
}

const ownBackend = (fixture) => `${pathToFileURL(join(fixture.root, ".modelport", "state")).href}?metadata=skip`;

async function passphraseOf(args, { env = {}, prepare } = {}) {
  const fixture = withCli();
  prepare?.(fixture);
  await fixture.run(args, env);
  return fixture.recordedEnv().PULUMI_CONFIG_PASSPHRASE;
}

function selectLocal(fixture) {
  const hash = createHash("sha1").update(join(fixture.root, "Pulumi.yaml")).digest("hex");
  const file = join(fixture.home, ".pulumi", "workspaces", `modelport-${hash}-workspace.json`);
  fixture.write(file, `{"stack": "organization/modelport/local"}`);
}

describe("the backend", () => {
  it("is the repository's state folder where nothing else is chosen", async () => {
    const fixture = withCli();
    await fixture.run(["preview"]);
    expect(fixture.recordedEnv().PULUMI_BACKEND_URL).toBe(ownBackend(fixture));
    expect(existsSync(join(fixture.root, ".modelport", "state"))).toBe(true);
  });

  it("stays the one that the environment names", async () => {
    const fixture = withCli();
    await fixture.run(["preview"], { PULUMI_BACKEND_URL: "s3://states" });
    expect(fixture.recordedEnv().PULUMI_BACKEND_URL).toBe("s3://states");
    expect(existsSync(join(fixture.root, ".modelport"))).toBe(false);
  });

  it("is left to the CLI where there is an access token", async () => {
    const fixture = withCli();
    await fixture.run(["preview"], { PULUMI_ACCESS_TOKEN: "pul-1" });
    expect(fixture.recordedEnv()).not.toHaveProperty("PULUMI_BACKEND_URL");
  });

  it("is left to the CLI where Pulumi.yaml names one", async () => {
    const fixture = withCli();
    fixture.write(join(fixture.root, "Pulumi.yaml"), "name: modelport\nbackend:\n  # ours\n  url: gs://states\n");
    await fixture.run(["preview"]);
    expect(fixture.recordedEnv()).not.toHaveProperty("PULUMI_BACKEND_URL");
  });

  it("is left to the CLI where the user is logged in", async () => {
    const fixture = withCli();
    fixture.write(join(fixture.home, ".pulumi", "credentials.json"), `{"current": "https://api.pulumi.com"}`);
    await fixture.run(["preview"]);
    expect(fixture.recordedEnv()).not.toHaveProperty("PULUMI_BACKEND_URL");
  });

  it("is the state folder again after a logout", async () => {
    const fixture = withCli();
    fixture.write(join(fixture.home, ".pulumi", "credentials.json"), `{"current": "", "accounts": {}}`);
    await fixture.run(["preview"]);
    expect(fixture.recordedEnv().PULUMI_BACKEND_URL).toBe(ownBackend(fixture));
  });

  it("reads the login from PULUMI_HOME", async () => {
    const fixture = withCli();
    const PULUMI_HOME = join(fixture.folder, "elsewhere");
    fixture.write(join(PULUMI_HOME, "credentials.json"), `{"current": "file:///states"}`);
    await fixture.run(["preview"], { PULUMI_HOME });
    expect(fixture.recordedEnv()).not.toHaveProperty("PULUMI_BACKEND_URL");
  });
});

describe("the passphrase", () => {
  it.each(["local", "local-ci", "organization/modelport/local"])("is empty for the stack %s", async (stack) => {
    expect(await passphraseOf(["preview", "--stack", stack])).toBe("");
  });

  it("is empty for local on any backend", async () => {
    expect(await passphraseOf(["preview", "-s", "local"], { env: { PULUMI_BACKEND_URL: "s3://states" } })).toBe("");
  });

  it("is empty for every stack whose state is this repository's own", async () => {
    expect(await passphraseOf(["preview", "--stack=lambda"])).toBe("");
    expect(await passphraseOf(["preview"])).toBe("");
  });

  describe("of any other stack elsewhere", () => {
    const env = { PULUMI_BACKEND_URL: "s3://states" };
    // Written by Pulumi 3.230.0 for the empty passphrase, and the same with another last byte.
    const salt = "v1:BNJSQB2i47M=:v1:yFlyQJglfewcnZQG:mo4J298CYPykP7M4eoqAEaSQUl8doQ==";
    const withSalt = (text) => (fixture) =>
      fixture.write(join(fixture.root, "stacks/Pulumi.lambda.yaml"), `config:\n  a:b: c\nencryptionsalt: ${text}\n`);

    it.each([
      ["is empty where the stack has none yet", undefined, ""],
      ["is empty where that is what the stack has", withSalt(salt), ""],
      ["is asked for by the CLI where the stack has one", withSalt(salt.replace("oQ==", "oA==")), undefined],
      ["is asked for by the CLI where the salt cannot be read", withSalt("v1:nothing"), undefined],
    ])("%s", async (_what, prepare, expected) => {
      expect(await passphraseOf(["preview", "--stack=lambda"], { env, prepare })).toBe(expected);
      expect(await passphraseOf(["stack", "init", "lambda"], { env, prepare })).toBe(expected);
    });
  });

  it("stays the user's own", async () => {
    expect(await passphraseOf(["preview", "-s=local"], { env: { PULUMI_CONFIG_PASSPHRASE: "mine" } })).toBe("mine");
    expect(
      await passphraseOf(["preview", "-s=local"], { env: { PULUMI_CONFIG_PASSPHRASE_FILE: "/secret" } }),
    ).toBeUndefined();
  });

  it("follows PULUMI_STACK and the selected stack where the command names none", async () => {
    const env = { PULUMI_BACKEND_URL: "s3://states" };
    expect(await passphraseOf(["preview"], { env: { ...env, PULUMI_STACK: "local" } })).toBe("");
    expect(await passphraseOf(["preview"], { env, prepare: selectLocal })).toBe("");
    expect(await passphraseOf(["preview"], { env })).toBeUndefined();
  });
});

describe("the stack", () => {
  it.each([
    [["up", "--stack", "nope"], "nope"],
    [["preview", "-s", "Local"], "Local"],
    [["--non-interactive", "destroy", "--stack=local-"], "local-"],
    [["stack", "output", "--json", "-s", "acme/modelport/locally"], "locally"],
    [["config", "set", "port", "1", "--stack", "lambdaprod"], "lambdaprod"],
  ])("of %j is refused before anything else", async (args, stack) => {
    const fixture = createFixture();
    expect(await fixture.run(args)).toEqual({
      code: 2,
      signal: null,
      stdout: "",
      stderr:
        `The stack "${stack}" chooses no target: name it <target> or <target>-<environment> in lower-case letters, ` +
        "digits and hyphens (e.g. lambda or lambda-dev), where the target is one of: lambda, local.\n",
    });
  });

  it.each([["up"], ["preview"], ["update"], ["config", "set", "port", "1"]])("is created by %j", async (...command) => {
    const fixture = withCli();
    await fixture.run([...command, "--stack", "local", "--yes"]);
    expect(fixture.recorded()).toEqual([
      "stack select --create --stack local --non-interactive",
      `${command.join(" ")} --stack local --yes`,
    ]);
  });

  it.each([["refresh"], ["destroy"], ["config"], ["stack", "output"], ["up", "--help"]])(
    "is not created by %j",
    async (...command) => {
      const fixture = withCli();
      await fixture.run([...command, "--stack", "local"]);
      expect(fixture.recorded()).toEqual([`${command.join(" ")} --stack local`]);
    },
  );

  it("is created with the secrets provider that the command names", async () => {
    const fixture = withCli();
    await fixture.run(["up", "-s", "lambda-prod", "--secrets-provider", "awskms://alias/states"]);
    expect(fixture.recorded()[0]).toBe(
      "stack select --create --stack lambda-prod --non-interactive --secrets-provider awskms://alias/states",
    );
  });

  const keptHere =
    "The state of lambda, the only record of what it runs in your account, is in .modelport/state of this clone, which git " +
    "ignores; to keep it outside the clone, run `npx pulumi login s3://<bucket>` (or gs://<bucket>, or without an argument for " +
    'Pulumi Cloud) before the first `up`, or move it later (README.md, "Where the state is kept").\n';

  it("says where its state is kept each time that something that costs money is deployed from this clone", async () => {
    const fixture = withCli();
    const said = async (args, env) => (await fixture.run(args, env)).stderr;
    expect(await said(["up", "--stack", "lambda"])).toBe(keptHere);
    expect(await said(["update", "-s", "lambda", "--yes"])).toBe(keptHere);
    expect(await said(["preview", "--stack", "lambda"])).toBe("");
    expect(await said(["up", "--stack", "local"])).toBe("");
    expect(await said(["up", "--stack", "lambda"], { PULUMI_BACKEND_URL: "s3://states" })).toBe("");
  });

  describe("whose state is in this clone", () => {
    const state = (latest) => JSON.stringify({ version: 3, checkpoint: { latest } });
    const own = {
      type: "pulumi:pulumi:Stack",
      urn: "urn:pulumi:lambda::modelport::pulumi:pulumi:Stack::modelport-lambda",
    };
    const model = {
      type: "aws:lambda/function:Function",
      urn: "urn:pulumi:lambda::modelport::modelport:lambda:Deployment$aws:lambda/function:Function::lambda-model",
    };
    const prepare = (latest, stack = "lambda") => {
      const fixture = withCli();
      fixture.write(join(fixture.root, `.modelport/state/.pulumi/stacks/modelport/${stack}.json`), state(latest));
      return fixture;
    };
    // The stack is not there yet.
    const elsewhere = { PULUMI_BACKEND_URL: "s3://states", FAKE_EXIT_CODE: "255" };
    const refusal =
      "lambda is deployed with its state in .modelport/state of this clone, and the current backend does not have this " +
      'stack, so it would be deployed a second time. Move the state there (README.md, "Where the state is kept"), or destroy that ' +
      'deployment first with `PULUMI_BACKEND_URL="file://$PWD/.modelport/state?metadata=skip" npx pulumi destroy --stack lambda`.\n';

    it.each([["up"], ["preview"], ["config", "set", "a", "b"], ["stack", "select", "--create"]])(
      "is not deployed a second time from another backend by %j",
      async (...command) => {
        const fixture = prepare({ resources: [own, model] });
        const { code, stderr } = await fixture.run([...command, "--stack", "lambda"], elsewhere);
        expect({ code, stderr }).toEqual({ code: 1, stderr: refusal });
        expect(fixture.recorded()).toEqual(["stack select --stack lambda --non-interactive"]);
      },
    );

    it("goes on elsewhere where it has been moved, has nothing, or costs nothing", async () => {
      const moved = await prepare({ resources: [own, model] }).run(["up", "--stack", "lambda"], {
        ...elsewhere,
        FAKE_EXIT_CODE: "0",
      });
      expect(moved).toMatchObject({ code: 0, stderr: "" });
      for (const fixture of [prepare({ resources: [own] }), prepare({})]) {
        await fixture.run(["up", "--stack", "lambda"], elsewhere);
        expect(fixture.recorded()).toEqual(["stack select --create --stack lambda --non-interactive"]);
      }
      const free = prepare({ resources: [own, model] }, "local");
      await free.run(["up", "--stack", "local"], elsewhere);
      expect(free.recorded()).toEqual(["stack select --create --stack local --non-interactive"]);
      const moving = prepare({ resources: [own, model] });
      await moving.run(["stack", "init", "lambda"], elsewhere);
      expect(moving.recorded()).toEqual(["stack init lambda"]);
    });

    it("is not deployed where an earlier run may have left what the state does not know", async () => {
      const pending = [
        { type: "creating", resource: model },
        { type: "updating", resource: own },
      ];
      const fixture = prepare({ resources: [own], pending_operations: pending });
      const { code, stderr } = await fixture.run(["up", "--stack", "lambda"]);
      expect(code).toBe(1);
      expect(stderr).toBe(
        "An earlier run of lambda was interrupted while it created lambda-model (aws:lambda/function:Function). Check in your " +
          "account whether it exists, because `up` would create another: `npx pulumi refresh --stack lambda` in a terminal imports " +
          "what exists by its ID, and `npx pulumi refresh --clear-pending-creates --yes --stack lambda` forgets what does not exist.\n",
      );
      expect(fixture.recorded()).toEqual([]);
      expect((await fixture.run(["refresh", "--stack", "lambda"])).stderr).toBe("");
      fixture.write(join(fixture.root, ".modelport/state/.pulumi/locks/organization/modelport/lambda/a.json"), "{}");
      expect((await fixture.run(["up", "--stack", "lambda"])).stderr, "another run is in progress").toBe(keptHere);
    });
  });

  it("is not created again when the state folder has it", async () => {
    const fixture = withCli();
    fixture.write(join(fixture.root, ".modelport/state/.pulumi/stacks/modelport/local.json"), "{}");
    await fixture.run(["up", "--stack", "local"]);
    expect(fixture.recorded()).toEqual(["up --stack local"]);
  });

  it("whose state cannot be read is told how to go on, in the order in which it works", async () => {
    const fixture = withCli();
    const checkpoint = join(fixture.root, ".modelport/state/.pulumi/stacks/modelport/local.json");
    fixture.write(checkpoint, '{"version');
    fixture.write(`${checkpoint}.bak`, "{}");
    fixture.write(`${checkpoint}.attrs`, "");
    fixture.write(join(fixture.root, ".modelport/state/.pulumi/locks/organization/modelport/local/a.json"), "{}");
    const { code, stderr } = await fixture.run(["destroy", "--stack", "local"], { FAKE_EXIT_CODE: "255" });
    expect(code).toBe(255);
    expect(stderr).toBe(
      `The state of local cannot be read (${checkpoint}.attrs is not JSON): remove that file with \`rm ${checkpoint}.attrs\`.\n` +
        `The state of local is broken (${checkpoint} is not JSON): restore the previous one with \`cp ${checkpoint}.bak ` +
        `${checkpoint}\`, and then \`npx pulumi refresh --stack local\`.\n` +
        "The stack local is locked by a run that is in progress or was killed: if none is in progress, " +
        "`npx pulumi cancel --yes --stack local` unlocks it.\n",
    );
  });

  it("that cannot be created ends the command", async () => {
    const fixture = withCli();
    const { code } = await fixture.run(["up", "--stack", "local"], { FAKE_EXIT_CODE: "255" });
    expect(code).toBe(255);
    expect(fixture.recorded()).toHaveLength(1);
  });
});

describe("everything else", () => {
  it("is passed through unchanged, with the exit code", async () => {
    const fixture = withCli();
    const result = await fixture.run(["whoami", "-v", "--", "--stack", "nope"], { FAKE_EXIT_CODE: "7" });
    expect(result).toEqual({ code: 7, signal: null, stdout: "", stderr: "" });
    expect(fixture.recorded()).toEqual(["whoami -v -- --stack nope"]);
  });

  it("finds Node 24, the CLI and the dynamic provider on PATH, in this order", async () => {
    const fixture = withCli();
    await fixture.run(["preview"]);
    const { PATH, PULUMI_SKIP_UPDATE_CHECK } = fixture.recordedEnv();
    const nodeModules = join(fixture.root, "node_modules");
    expect(PATH.split(":")).toEqual([
      join(nodeModules, ".bin"),
      fixture.programs,
      join(nodeModules, "@pulumi", "pulumi"),
      fixture.programs,
    ]);
    expect(PULUMI_SKIP_UPDATE_CHECK).toBe("true");
  });

  it("lets the user's CLI fetch plugins", async () => {
    const fixture = withCli();
    await fixture.run(["preview"]);
    expect(fixture.recordedEnv()).not.toHaveProperty("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION");
  });

  it.each([
    ["SIGTERM", "got TERM", 42],
    ["SIGINT", "got INT", 43],
  ])("hands %s on", async (signal, answer, exitCode) => {
    const fixture = withCli();
    const child = fixture.start(["wait"]);
    let stdout = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    await once(child.stdout, "data");
    child.kill(signal);
    const [code] = await once(child, "close");
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: `waiting\n${answer}\n` });
  });

  it("ends by the signal that ended the CLI", async () => {
    const fixture = withCli();
    expect(await fixture.run(["die"])).toMatchObject({ code: null, signal: "SIGKILL" });
  });

  it("says in one sentence that no CLI can be had", async () => {
    const fixture = createFixture();
    const failure = join(userCacheFolder({ HOME: fixture.home }), "pulumi", "npm-3.265.0.failed");
    fixture.write(failure, "the npm package could not fetch it\n");
    expect(await fixture.run(["preview"])).toEqual({
      code: 1,
      signal: null,
      stdout: "",
      stderr:
        "No Pulumi CLI 3.230.0 or newer is on PATH, and none could be downloaded or built: the npm package could not fetch it within the last ten minutes " +
        `(\`rm ${failure}\` tries again at once); ` +
        "Go is not on PATH (1.25.8 or newer would build the CLI). " +
        "Install it from https://www.pulumi.com/docs/install/ and run the command again.\n",
    });
  });

  it("runs on the Node that runs it where the pinned one is not installed", async () => {
    const fixture = withCli();
    rmSync(join(fixture.root, "node_modules"), { recursive: true });
    mkdirSync(join(fixture.root, "node_modules"));
    expect((await fixture.run(["preview"])).code).toBe(0);
  });

  it("is refused at once by a Node that cannot run the tools", async () => {
    const sentences = [];
    const complain = (sentence) => sentences.push(sentence);
    const result = await runPulumi({ ...withCli(), args: ["preview"], complain, nodeVersion: "18.20.4" });
    expect(result).toEqual({ code: 1 });
    expect(sentences).toEqual([
      "Node 18.20.4 is too old for this repository's tools: put Node 20.0.0 or newer on PATH.",
    ]);
  });

  describe("with a CLI that fetches no plugins", () => {
    const built = (fixture) => async () => ({
      command: join(fixture.programs, "pulumi"),
      source: "go",
      version: "3.230.0",
      binDir: fixture.programs,
    });
    const prepare = () => {
      const fixture = withCli();
      fixture.write(join(fixture.root, "stacks/lambda/deployment/code.ts"), 'import * as aws from "@pulumi/aws";\n');
      const manifest = { version: "7.48.0", pulumi: { resource: true, name: "aws" } };
      fixture.write(join(fixture.root, "node_modules/@pulumi/aws/package.json"), JSON.stringify(manifest));
      return fixture;
    };
    const run = async (fixture, ...args) => {
      const sentences = [];
      const complain = (sentence) => sentences.push(sentence);
      const { code } = await runPulumi({ ...fixture, args, complain, resolve: built(fixture) });
      return { code, sentences };
    };

    it("a missing provider is one sentence with the command that brings it", async () => {
      expect(await run(prepare(), "up", "--stack", "lambda-dev")).toEqual({
        code: 1,
        sentences: [
          "The stack lambda-dev needs the provider aws 7.48.0, which is not on this machine, and a CLI built from Go modules " +
            "does not download it: run `npx pulumi plugin install resource aws 7.48.0` where get.pulumi.com or " +
            "api.github.com can be reached. `npm run preview -- lambda-dev --offline` works without it.",
        ],
      });
    });

    it("a provider that is there, a target without one, and other commands go on", async () => {
      const fixture = prepare();
      expect((await run(fixture, "up", "--stack", "local")).code).toBe(0);
      expect((await run(fixture, "stack", "output", "--stack", "lambda")).code).toBe(0);
      const plugin = join(fixture.home, ".pulumi/plugins/resource-aws-v7.48.0/pulumi-resource-aws");
      fixture.write(plugin, "", 0o755);
      expect((await run(fixture, "up", "--stack", "lambda")).code).toBe(0);
    });
  });

  describe("with a CLI that fetches no plugins, and a target of Kubernetes", () => {
    const prepare = () => {
      const fixture = withCli();
      const manifest = { version: "4.34.2", pulumi: { resource: true, name: "kubernetes" } };
      const source = 'import { workload } from "@modelport/kubernetes-workload";\n';
      fixture.write(join(fixture.root, "stacks/lambda/deployment/workload.ts"), source);
      const dependencies = { "@pulumi/kubernetes": "4.34.2" };
      const workload = join(fixture.root, "packages/kubernetes-workload/package.json");
      fixture.write(workload, JSON.stringify({ dependencies }));
      fixture.write(join(fixture.root, "node_modules/@pulumi/kubernetes/package.json"), JSON.stringify(manifest));
      return fixture;
    };
    const run = async (fixture, ...args) => {
      const lines = [];
      const cli = { command: join(fixture.programs, "pulumi"), source: "go", binDir: fixture.programs };
      const complain = (line) => lines.push(line);
      const { code } = await runPulumi({ ...fixture, args, complain, resolve: async () => cli });
      return { code, lines };
    };

    it("builds the plugin once, only for commands that need it, and puts it on PATH", async () => {
      const fixture = prepare();
      fixture.program("go", fakeGo("1.26.0", { moduleFolder: fixture.folder }));
      expect((await run(fixture, "stack", "output", "--stack", "lambda")).lines).toEqual([]);
      expect((await run(fixture, "up", "--stack", "local")).lines).toEqual([]);
      const first = await run(fixture, "preview", "--stack", "lambda");
      expect(first).toEqual({
        code: 0,
        lines: [
          "Building the provider kubernetes 4.34.2 from Go modules, once for this account; it takes about ten minutes ...",
          expect.stringMatching(/^ {2}pulumi-resource-kubernetes 4\.34\.2\+[0-9a-f]{12}: built in \d+ s$/),
        ],
      });
      const cache = join(userCacheFolder({ HOME: fixture.home }), "pulumi");
      const [folder] = readdirSync(cache);
      expect(folder).toMatch(/^kubernetes-4\.34\.2-[0-9a-f]{12}$/);
      expect(fixture.recordedEnv().PATH.split(":")).toContain(join(cache, folder, "bin"));
      const overlay = JSON.parse(readFileSync(join(cache, folder, "overlay.json"), "utf8")).Replace;
      expect(Object.values(overlay)).toEqual([
        join(fixture.folder, "cmd/pulumi-resource-kubernetes/schema.json"),
        join(fixture.folder, "cmd/pulumi-resource-kubernetes/terraform-mapping.json"),
      ]);
      expect(await run(fixture, "preview", "--stack", "lambda")).toEqual({ code: 0, lines: [] });
    });

    it("uses a plugin that is on PATH", async () => {
      const fixture = prepare();
      fixture.program("pulumi-resource-kubernetes", "#!/bin/sh\n");
      expect(await run(fixture, "preview", "--stack", "lambda")).toEqual({ code: 0, lines: [] });
    });

    it("says in one sentence why the plugin cannot be built", async () => {
      const fixture = prepare();
      expect(await run(fixture, "preview", "--stack", "lambda")).toEqual({
        code: 1,
        lines: [
          "The stack lambda needs the provider kubernetes 4.34.2, which is not on this machine, and a CLI built from Go " +
            "modules does not download it; Go is not on PATH (1.24.7 or newer would build the provider kubernetes): run " +
            "`npx pulumi plugin install resource kubernetes 4.34.2` where get.pulumi.com or api.github.com can be reached. " +
            "`npm run preview -- lambda --offline` works without it.",
        ],
      });
    });

    it("leaves nothing behind when the compiler fails", async () => {
      const fixture = prepare();
      const broken = `#!/bin/sh\nif [ "$1" = env ]; then echo go1.26.0; exit 0; fi\necho "no route to proxy" >&2\nexit 1\n`;
      fixture.program("go", broken);
      const { code, lines } = await run(fixture, "up", "--stack", "lambda");
      expect(code).toBe(1);
      expect(lines.at(-1)).toContain(
        "; Go could not download github.com/pulumi/pulumi-kubernetes/provider/v4 (no route to proxy): run ",
      );
      expect(readdirSync(join(userCacheFolder({ HOME: fixture.home }), "pulumi"))).toEqual([]);
    });
  });

  it("says in one sentence that neither the pinned Node nor the one on PATH will do", async () => {
    const fixture = withCli();
    rmSync(join(fixture.root, "node_modules"), { recursive: true });
    const sentences = [];
    const complain = (sentence) => sentences.push(sentence);
    const result = await runPulumi({ ...fixture, args: ["preview"], complain, nodeVersion: "20.20.2" });
    expect(result).toEqual({ code: 1 });
    expect(sentences).toEqual([
      "Node 20.20.2 cannot run the stacks: run npm install, which brings Node 24 where it is packaged, or put Node 22.18.0 or newer on PATH.",
    ]);
  });
});
