/** What the errors of a batch may take in addition to their share of the input. */
const ALLOWANCE_CHARACTERS = 65_536;
/** Characters of errors for each byte of the batch. */
const SHARE = 4;

/**
 * How much of a batch's answer may explain what is wrong with its rows: a row of a few bytes can have an error for each
 * field of the model. The budget grows with the bytes read. Once it is used up, a bad row is reported without its
 * reasons.
 */
export class ErrorBudget {
  #left = ALLOWANCE_CHARACTERS;
  /** What the last row needed: no other row is diagnosed until that much is available. */
  #lacked = 0;

  /** `bytes` more of the batch have been read. */
  earn(bytes: number): void {
    this.#left += SHARE * bytes;
  }

  /** Whether the errors of a row may still be diagnosed. */
  get isLeft(): boolean {
    return this.#left > this.#lacked;
  }

  /** Takes `characters` if that many are left. */
  spend(characters: number): boolean {
    const isEnough = characters <= this.#left;
    if (isEnough) this.#left -= characters;
    this.#lacked = isEnough ? 0 : characters;
    return isEnough;
  }
}
