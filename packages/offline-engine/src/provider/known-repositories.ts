// Which repositories accept images: those that the clouds have, once every endpoint knows them.
import { openBook } from "./account.ts";
import { openCloud } from "./cloud.ts";
import { repositoriesOf } from "./deletion.ts";

/** Below it is what programs push to registries that no cloud of the run has (packages/image-push). */
const ELSEWHERE = "elsewhere/";

/** Whether a request for `repository` is answered; the account says how many requests fail after its creation. */
export function knowsRepository(cloudFolder: string, registry: string, repository: string): boolean {
  if (repository.startsWith(ELSEWHERE)) return true;
  const found = openCloud(cloudFolder)
    .all()
    .flatMap((object) => repositoriesOf(object, { registry }))
    .find((known) => repository === known || repository.startsWith(`${known}/`));
  if (found === undefined) return false;
  const book = openBook(cloudFolder);
  return !book.isEarly(`requests for ${found}`, book.account().refusalsAfterCreation);
}
