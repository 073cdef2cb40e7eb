/** What the errors of a batch may take besides their share of what was sent. */
const ALLOWANCE_CHARACTERS = 65_536;
/** Characters of errors for each byte of the batch. */
const SHARE = 4;

/**
 * How much of a batch's answer may explain what is wrong with its rows: a row of a few bytes can have an error for each field
 * of the model. It grows with what has been read; a row that finds it used up is named as bad, without its reasons.
 */
export class ErrorBudget {
  #left = ALLOWANCE_CHARACTERS;
  /** What the last row lacked: no row is diagnosed in vain until there is as much. */
  #lacked = 0;

  /** `bytes` more of the batch have been read. */
  earn(bytes: number): void {
    this.#left += SHARE * bytes;
  }

  /** Whether a row's errors may still be looked for. */
  get isLeft(): boolean {
    return this.#left > this.#lacked;
  }

  /** Takes `characters`, if there are as many. */
  spend(characters: number): boolean {
    const isEnough = characters <= this.#left;
    if (isEnough) this.#left -= characters;
    this.#lacked = isEnough ? 0 : characters;
    return isEnough;
  }
}
