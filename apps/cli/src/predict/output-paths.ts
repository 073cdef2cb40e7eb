/** The output while it is being written. */
export function partPath(output: string): string {
  return `${output}.part`;
}

/** What has been done of it, and of which input: see resume.ts. */
export function statePath(output: string): string {
  return `${partPath(output)}.json`;
}

/** Every other file that a run writes beside `output`. */
export function namesBeside(output: string): readonly string[] {
  return [partPath(output), statePath(output), `${statePath(output)}.new`];
}
