import type { ErrorCode } from "@modelport/contracts";

/** The rest of a request's body will not arrive. `code` is the answer, if none has been sent yet. */
export class BodyFailed extends Error {
  override name = "BodyFailed";
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(`The rest of the body did not come: ${code}.`);
    this.code = code;
  }
}
