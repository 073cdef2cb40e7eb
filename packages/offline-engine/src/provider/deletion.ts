// What a cloud refuses: a name that is taken, and deleting what is protected, in use or not empty.
import type { AccountBook } from "./account.ts";
import { partsOf, type Cloud, type StoredObject } from "./cloud.ts";
import { findFacts } from "./facts/find-facts.ts";
import type { Making } from "./facts/making.ts";
import type { Kind } from "./objects.ts";
import { forgetRepository, imagesIn } from "../registry/repository-store.ts";
import { plain, textOf } from "@modelport/sdk-schema/wire";

export interface Surroundings {
  readonly cloud: Cloud;
  readonly book: AccountBook;
  /** `host:port` of the registry that stands in for those of the clouds. */
  readonly registry: string;
  /** Where that registry keeps its images. */
  readonly registryFolder: string;
  /** How long a change takes if only one is accepted at a time. */
  readonly editMilliseconds?: number;
}

export function refuseTakenName({ cloud }: Kind, { type, name }: Making, uniqueName: string | undefined): void {
  const other = uniqueName === undefined ? undefined : cloud.all().find((stored) => stored.uniqueName === uniqueName);
  if (other === undefined) return;
  const { name: maker, stack } = partsOf(other.urn);
  throw new Error(`${type} "${name}" exists already (${maker} of the stack ${stack} made it): choose another name.`);
}

export function refuseDelete({ facts, cloud, type }: Kind, stored: StoredObject, surroundings: Surroundings): void {
  const input = (name: string) => plain(stored.inputs[name] ?? null);
  const { input: lock, byDefault } = facts.protection ?? { input: "deletionProtection", byDefault: false };
  if (input(lock) === true || (byDefault && input(lock) === null)) {
    const state = input(lock) === null ? `${lock} is true, its default` : `${lock} is true`;
    throw new Error(
      `${type} ${stored.id} is not deleted while ${state}: set ${lock} to false, run \`pulumi up\`, then again.`,
    );
  }
  if (input("deletionPolicy") === "PREVENT") {
    throw new Error(`${type} ${stored.id} is not deleted while its deletionPolicy is "PREVENT".`);
  }
  const user = input("forceDestroy") === true ? undefined : userOf(stored, cloud);
  if (user !== undefined) {
    throw new Error(`${type} ${stored.id} is not deleted while ${user.type} ${user.id} needs it: delete that first.`);
  }
  const images = imagesOf(stored, surroundings).length;
  if (type === "aws:ecr/repository:Repository" && images > 0 && input("forceDelete") !== true) {
    throw new Error(
      `${type} ${stored.id} is not deleted while it holds ${images} image${images > 1 ? "s" : ""}: delete them first, or set forceDelete to true.`,
    );
  }
}

function userOf(stored: StoredObject, cloud: Cloud): StoredObject | undefined {
  const users = findFacts(stored.type).neededBy ?? [];
  const marks = [stored.id, textOf(stored.outputs["arn"]), textOf(stored.outputs["selfLink"])].filter(Boolean);
  return cloud
    .all()
    .find(({ type, inputs }) => users.includes(type) && marks.some((mark) => mentions(JSON.stringify(inputs), mark)));
}

const mentions = (json: string, mark: string): boolean => json.includes(JSON.stringify(mark));

/** `skipDestroy` and the policy "ABANDON" leave the object in the cloud. */
export function removeObject(stored: StoredObject, surroundings: Surroundings): void {
  const { skipDestroy = null, deletionPolicy = null } = stored.inputs;
  if (plain(skipDestroy) !== true && plain(deletionPolicy) !== "ABANDON") removeFromCloud(stored, surroundings);
}

/** Also removes the images of a repository, and what a provider created implicitly. */
export function removeFromCloud(stored: StoredObject, surroundings: Omit<Surroundings, "book">): void {
  const { cloud } = surroundings;
  const besides = cloud.all().filter(({ endsWith: end }) => end?.type === stored.type && end.id === stored.id);
  for (const beside of besides) cloud.remove(beside);
  const repositories = repositoriesOf(stored, surroundings);
  for (const repository of repositories) forgetRepository(surroundings.registryFolder, repository);
  cloud.remove(stored);
}

const imagesOf = (stored: StoredObject, surroundings: Surroundings): readonly string[] =>
  repositoriesOf(stored, surroundings).flatMap((repository) => imagesIn(surroundings.registryFolder, repository));

/** The repository of the registry that an object represents, if any. */
export function repositoriesOf(
  { outputs }: StoredObject,
  { registry }: Pick<Surroundings, "registry">,
): readonly string[] {
  return [textOf(outputs["repositoryUrl"]), textOf(outputs["registryUri"])]
    .filter((address) => address.startsWith(`${registry}/`))
    .map((address) => address.slice(registry.length + 1));
}
