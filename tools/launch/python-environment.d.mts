/** Why there is nothing to run, and what to do about it. */
export const NO_PYTHON: string;
export const GET_PYTHON: string;
export interface Python {
  readonly command: string;
  readonly version: string;
}
export class Failure extends Error {}
export function mustNotSkip(): boolean;
export function findPython(): Python | undefined;
/** The path of the Python of an environment with exactly the packages of `lock`. */
export function preparePython(python: Python, lock: string, say: (line: string) => void): string;
