// What the clouds of a run hold: one file for each object, in a folder that all stand-ins and the run itself share.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Values } from "./wire.ts";

export interface StoredObject {
  readonly type: string;
  readonly id: string;
  /** Of the resource that made it. */
  readonly urn: string;
  /** What its made-up digits were made of. */
  readonly seed: string;
  /** Under which no second object of this type may be made; absent where names are free. */
  readonly uniqueName?: string;
  /** As the engine sends them, marks of secrecy included. */
  readonly inputs: Values;
  readonly outputs: Values;
  /** Of an object that a provider made on its own: the one with which it goes. */
  readonly endsWith?: { readonly type: string; readonly id: string };
}

export interface Cloud {
  get(type: string, id: string): StoredObject | undefined;
  all(): readonly StoredObject[];
  put(object: StoredObject): void;
  /** It is no error where there is none. */
  remove(type: string, id: string): void;
}

export function openCloud(folder: string): Cloud {
  const fileOf = (type: string, id: string): string => {
    const hash = createHash("sha256").update(`${type}\n${id}`).digest("hex").slice(0, 16);
    return path.join(folder, `${type.split(":").at(-1) ?? ""}-${hash}.json`);
  };
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as StoredObject;
  return {
    get: (type, id) => (existsSync(fileOf(type, id)) ? read(fileOf(type, id)) : undefined),
    all: () => {
      if (!existsSync(folder)) return [];
      const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
      return files.toSorted().flatMap((file) => {
        try {
          return [read(path.join(folder, file))];
        } catch {
          // Removed by another stand-in in the meantime.
          return [];
        }
      });
    },
    put: (object) => {
      mkdirSync(folder, { recursive: true });
      const file = fileOf(object.type, object.id);
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(object, null, 2), { mode: 0o600 });
      renameSync(`${file}.${process.pid}`, file);
    },
    remove: (type, id) => rmSync(fileOf(type, id), { force: true }),
  };
}

/** A cloud that is gone with the process. */
export function cloudInMemory(): Cloud {
  const objects = new Map<string, StoredObject>();
  const keyOf = (type: string, id: string) => `${type}\n${id}`;
  return {
    get: (type, id) => objects.get(keyOf(type, id)),
    all: () => [...objects.values()],
    put: (object) => void objects.set(keyOf(object.type, object.id), object),
    remove: (type, id) => void objects.delete(keyOf(type, id)),
  };
}

export interface UrnParts {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
}

/** `urn:pulumi:<stack>::<project>::<type of parent>$<type>::<name>`. */
export function partsOf(urn: string): UrnParts {
  const [head = "", , types = "", ...name] = urn.split("::");
  return { stack: head.split(":")[2] ?? "", type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
