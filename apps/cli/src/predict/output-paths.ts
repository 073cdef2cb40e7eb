/** The output while it is being written. */
export function partPath(output: string): string {
  return `${output}.part`;
}

/** What has been written of it, and from which input: see resume.ts. */
export function statePath(output: string): string {
  return `${partPath(output)}.json`;
}

/** Every other file that a run writes next to `output`. */
export function namesBeside(output: string): readonly string[] {
  return [partPath(output), statePath(output), `${statePath(output)}.new`];
}
