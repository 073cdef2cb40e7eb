// The objects of a run's clouds: one file each, in a folder that the run shares with all stand-ins.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Value, Values } from "@modelport/sdk-schema/wire";

export interface StoredObject {
  readonly type: string;
  readonly id: string;
  /** Of the resource that created it. */
  readonly urn: string;
  /** The seed of its generated digits. */
  readonly seed: string;
  /** No second object of this type may have it; absent if names need not be unique. */
  readonly uniqueName?: string;
  /** As the engine sends them, with secrets marked. */
  readonly inputs: Values;
  readonly outputs: Values;
  /** What it keeps of other objects from the moment of its creation. */
  readonly holds?: Value;
  /** For an implicitly created object: the one that it is deleted with. */
  readonly endsWith?: { readonly type: string; readonly id: string };
}

export interface Cloud {
  all(): readonly StoredObject[];
  put(object: StoredObject): void;
  /** Does nothing if there is none. */
  remove(object: Pick<StoredObject, "type" | "id" | "uniqueName">): void;
}

/**
 * The object with an id. If several have it, such as statements in the policies of two functions, the one with `uniqueName`.
 */
export function findObject(cloud: Cloud, type: string, id: string, uniqueName?: string): StoredObject | undefined {
  const found = cloud.all().filter((object) => object.type === type && object.id === id);
  return found.find((object) => object.uniqueName === uniqueName) ?? found[0];
}

const keyOf = ({ type, id, uniqueName = "" }: Parameters<Cloud["remove"]>[0]): string =>
  `${type}\n${id}\n${uniqueName}`;

export function openCloud(folder: string): Cloud {
  const fileOf = (object: Parameters<Cloud["remove"]>[0]): string => {
    const hash = createHash("sha256").update(keyOf(object)).digest("hex").slice(0, 16);
    return path.join(folder, `${object.type.split(":").at(-1) ?? ""}-${hash}.json`);
  };
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as StoredObject;
  return {
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
      const file = fileOf(object);
      writeFileSync(`${file}.${process.pid}`, JSON.stringify(object, null, 2), { mode: 0o600 });
      renameSync(`${file}.${process.pid}`, file);
    },
    remove: (object) => rmSync(fileOf(object), { force: true }),
  };
}

/** A cloud that ends with the process. */
export function cloudInMemory(): Cloud {
  const objects = new Map<string, StoredObject>();
  return {
    all: () => [...objects.values()],
    put: (object) => void objects.set(keyOf(object), object),
    remove: (object) => void objects.delete(keyOf(object)),
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
