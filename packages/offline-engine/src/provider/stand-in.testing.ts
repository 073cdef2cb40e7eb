// For tests: a stand-in in this process, and resources created and changed in it as the engine would do.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import { bookInMemory } from "./account.ts";
import { cloudInMemory } from "./cloud.ts";
import { StandIn } from "./stand-in.ts";
import type { Values } from "@modelport/sdk-schema/wire";

export const REGISTRY = "127.0.0.1:5000";

/** A resource as the engine's state has it. */
export interface Made {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

export function standIn(
  pulumiPackage: string,
  configuration: Values = {},
  account?: Parameters<typeof bookInMemory>[0],
) {
  const registryFolder = mkdtempSync(path.join(tmpdir(), "modelport-stand-in-"));
  onTestFinished(() => rmSync(registryFolder, { recursive: true }));
  const cloud = cloudInMemory();
  const provider = new StandIn(pulumiPackage, {
    cloud,
    registry: REGISTRY,
    registryFolder,
    book: bookInMemory(account),
  });
  provider.configure(configuration);
  const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
  const checked = async (type: string, name: string, olds: Values, inputs: Values) => {
    const { inputs: taken, failures } = await provider.check(urn(type, name), olds, inputs);
    expect(failures).toEqual([]);
    return taken;
  };
  const make = async (type: string, name: string, given: Values): Promise<Made> => {
    const inputs = await checked(type, name, {}, given);
    return { ...(await provider.create(urn(type, name), inputs, false)), inputs };
  };
  /** What the next `up` would change with these inputs: `update principal`, `replace functionName`. */
  const diff = async (type: string, name: string, made: Made, given: Values) => {
    const news = await checked(type, name, made.inputs, given);
    const { changes } = await provider.diff(urn(type, name), { olds: made.outputs, oldInputs: made.inputs, news });
    return changes.map(({ path: input, kind, replaces }) => `${replaces ? "replace" : kind} ${input}`);
  };
  const change = async (type: string, name: string, made: Made, given: Values): Promise<Made> => {
    const news = await checked(type, name, made.inputs, given);
    const changing = { olds: made.outputs, oldInputs: made.inputs, news };
    return { id: made.id, inputs: news, outputs: await provider.update(urn(type, name), made.id, changing, false) };
  };
  const remove = (type: string, name: string, { id, outputs }: Made) => provider.delete(urn(type, name), id, outputs);
  return { provider, cloud, registryFolder, urn, make, diff, change, remove };
}
