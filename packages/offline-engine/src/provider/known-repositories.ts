// Which repositories accept images: those that the clouds have, once every endpoint knows them.
import { openBook } from "./account.ts";
import { openCloud } from "./cloud.ts";
import { repositoriesOf } from "./deletion.ts";

/** Whether a request for `repository` is answered; the account says how many requests fail after its creation. */
export function knowsRepository(cloudFolder: string, registry: string, repository: string): boolean {
  const found = openCloud(cloudFolder)
    .all()
    .flatMap((object) => repositoriesOf(object, { registry }))
    .find((known) => repository === known || repository.startsWith(`${known}/`));
  if (found === undefined) return false;
  const book = openBook(cloudFolder);
  return !book.isEarly(`requests for ${found}`, book.account().refusalsAfterCreation);
}
