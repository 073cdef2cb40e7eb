import { PackagingError } from "../../errors.ts";

/** A registry that refuses or cannot be reached; the message is one sentence for the user. */
export class RegistryError extends PackagingError {
  /** Undefined if there was no answer. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}
