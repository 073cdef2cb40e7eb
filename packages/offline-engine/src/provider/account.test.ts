import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ACCOUNTS, openBook, writeAccount } from "./account.ts";
import { openCloud } from "./cloud.ts";
import { knowsRepository } from "./known-repositories.ts";

let folder: string;

beforeEach(() => {
  const root = mkdtempSync(path.join(tmpdir(), "modelport-account-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  folder = path.join(root, "cloud");
});

test("an account is a used one unless another is chosen, and members that are not named are those of a used one", () => {
  expect(openBook(folder).account()).toEqual(ACCOUNTS.used);
  writeAccount(folder, "new");
  expect(openBook(folder).account()).toMatchObject({ concurrentExecutions: 10, refusalsAfterEnabling: 2 });
  writeAccount(folder, { concurrentExecutions: 50 });
  expect(openBook(folder).account()).toEqual({ ...ACCOUNTS.used, concurrentExecutions: 50 });
});

test("calls are counted by what they are for, over the processes of a run", () => {
  const early = (key: string) => openBook(folder).isEarly(key, 2);
  expect([early("a"), early("a"), early("b"), early("a")]).toEqual([true, true, true, false]);
});

test("a new account's registry does not know a repository for the first two requests", () => {
  const put = (name: string) => {
    const outputs = { repositoryUrl: `127.0.0.1:5000/${name}` };
    openCloud(folder).put({ type: "aws:ecr/repository:Repository", id: name, urn: "", seed: "", inputs: {}, outputs });
  };
  const knows = (repository: string) => knowsRepository(folder, "127.0.0.1:5000", repository);
  put("images");
  expect([knows("images"), knows("elsewhere")]).toEqual([true, false]);
  writeAccount(folder, "new");
  put("others");
  expect([knows("others/app"), knows("others/app"), knows("others/app")]).toEqual([false, false, true]);
});
