import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { localFolder, serviceFolder } from "../deployment/state-folder.ts";
import { occupyPort } from "./occupy-port.testing.ts";
import { answers, openSession, pidOf, reason } from "./session.testing.ts";

const one = `local-test-${process.pid}`;

describe.skipIf(reason !== undefined)("the local target under the real engine", { timeout: 120_000 }, () => {
  const session = openSession([one]);
  const settings = () => ({ serverPort: session.port(0), lambdaPort: session.port(1) });

  test("a bad setting is refused before anything starts", async () => {
    await session.engine().configure(one, { ...settings(), timeoutSeconds: "1m", colour: "red" });
    const output = await session.refused(one, "up", "--yes", "--skip-preview");
    expect(output).toContain(
      'modelport:timeoutSeconds is "1m", but it takes a whole number of seconds from 1 to 900, written without the unit (30 when left out); set it with `npx pulumi config set modelport:timeoutSeconds 60 --stack ' +
        `${one}\``,
    );
    expect(output).toContain("modelport:colour is not a setting of the target local");
    expect(output).not.toContain("    at ");
    await session.engine().configure(one, settings());
    expect(existsSync(path.join(localFolder, one))).toBe(false);
  });

  test("a port in use is refused before anything starts", async () => {
    const { port, release } = await occupyPort();
    await session.engine().configure(one, { ...settings(), lambdaPort: port });
    const sentence =
      `error: Port ${port} of modelport:lambdaPort is in use by another program: stop it, ` +
      "or choose a free port with `npx pulumi config set modelport:lambdaPort ";
    expect(await session.refused(one, "up", "--yes", "--skip-preview")).toContain(sentence);
    expect(existsSync(path.join(localFolder, one))).toBe(false);
    await release();
    await session.engine().configure(one, settings());
  });

  test("preview starts nothing", async () => {
    expect(await session.succeed(one, "preview")).toContain("+ 3 to create");
    expect(await answers(session.port(0))).toBe(false);
    expect(existsSync(path.join(localFolder, one))).toBe(false);
  });

  test("up starts both artifacts, says where, and loads no SDK of a cloud", async () => {
    const run = await session.engine().up(one);
    expect(run.code, run.output).toBe(0);
    expect(run.loadedSdks).toEqual(["@pulumi/pulumi"]);
    const outputs = await session.engine().outputs(one);
    const serverUrl = `http://127.0.0.1:${session.port(0)}`;
    expect(outputs).toMatchObject({
      target: "local",
      url: serverUrl,
      serverUrl,
      predictUrl: `${serverUrl}/api/v1/predict`,
      lambdaUrl: `http://127.0.0.1:${session.port(1)}`,
    });
    expect(await session.runtimeAt(session.port(0))).toMatchObject({
      entry: "server",
      artifact_digest: outputs["artifactDigest"],
    });
    expect(await session.runtimeAt(session.port(1))).toMatchObject({
      entry: "lambda",
      artifact_digest: outputs["lambdaArtifactDigest"],
    });
  });

  test("up again and a refresh change nothing, and the same processes answer", async () => {
    const before = [await session.runtimeAt(session.port(0)), await session.runtimeAt(session.port(1))];
    expect(await session.succeed(one, "up", "--yes", "--skip-preview", "--expect-no-changes")).toContain("4 unchanged");
    await session.succeed(one, "refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect([await session.runtimeAt(session.port(0)), await session.runtimeAt(session.port(1))]).toEqual(before);
  });

  test("preview shows a changed setting as a replacement and touches nothing; up then does it", async () => {
    const lambda = await session.runtimeAt(session.port(1));
    await session.engine().configure(one, { ...settings(), serverPort: session.port(4) });
    const preview = await session.succeed(one, "preview", "--diff");
    expect(preview).toContain(`~ port          : ${session.port(0)} => ${session.port(4)}`);
    expect(preview).toContain("+-1 to replace");
    expect(await answers(session.port(4))).toBe(false);
    expect(await session.succeed(one, "up", "--yes", "--skip-preview")).toContain("+-1 replaced");
    expect(await answers(session.port(0))).toBe(false);
    expect(await answers(session.port(4))).toBe(true);
    expect(await session.runtimeAt(session.port(1))).toEqual(lambda);
  });

  test("after kill -9 of the Lambda zip, a refresh shows it deleted and an up starts it again", async () => {
    const before = await session.runtimeAt(session.port(1));
    const survivor = await session.runtimeAt(session.port(4));
    process.kill(pidOf(one, "lambda"), "SIGKILL");
    const refreshed = await session.succeed(one, "refresh", "--yes", "--skip-preview");
    expect(refreshed).toMatch(new RegExp(`${one}-lambda +deleted`));
    expect(refreshed).toContain("- 1 deleted");
    expect(existsSync(serviceFolder(one, "lambda"))).toBe(false);
    expect(await session.succeed(one, "up", "--yes", "--skip-preview")).toContain("+ 1 created");
    const after = await session.runtimeAt(session.port(1));
    expect(after).toEqual({ ...before, instance_id: after.instance_id });
    expect(after.instance_id).not.toBe(before.instance_id);
    expect(await session.runtimeAt(session.port(4))).toEqual(survivor);
  });

  test("destroy leaves no process and no file, also of a service that died", async () => {
    await session.runtimeAt(session.port(1));
    process.kill(pidOf(one, "server"), "SIGKILL");
    await session.succeed(one, "destroy", "--yes", "--skip-preview");
    for (const port of [session.port(1), session.port(4)]) expect(await answers(port), String(port)).toBe(false);
    expect(existsSync(path.join(localFolder, one))).toBe(false);
    expect(session.processesLeft()).toEqual([]);
  });
});
