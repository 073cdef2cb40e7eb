// Which repositories the registry of a run takes images for: those that the clouds have, once they are told of everywhere.
import { openBook } from "./account.ts";
import { openCloud } from "./cloud.ts";
import { repositoriesOf } from "./deletion.ts";

/** Whether a request for `repository` is answered; the first ones after it was made are not, where the account says so. */
export function knowsRepository(cloudFolder: string, registry: string, repository: string): boolean {
  const found = openCloud(cloudFolder)
    .all()
    .flatMap((object) => repositoriesOf(object, { registry }))
    .find((known) => repository === known || repository.startsWith(`${known}/`));
  if (found === undefined) return false;
  const book = openBook(cloudFolder);
  return !book.isEarly(`requests for ${found}`, book.account().refusalsAfterCreation);
}
