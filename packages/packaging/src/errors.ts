/** An artifact that cannot be built or read; the message is one sentence for the user, with what to do. */
export class PackagingError extends Error {
  override readonly name = "PackagingError";
}
