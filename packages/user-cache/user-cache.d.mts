/** Where modelport keeps what every clone of this user shares. */
export function userCacheFolder(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): string;
/**
 * Makes `directory` by calling `fill(temporaryDirectory)` and renaming: it exists whole or not at all. Two processes never
 * fill at once; the second calls `onWait` and finds the directory there.
 */
export function fillOnce(
  directory: string,
  options: { readonly fill: (temporaryDirectory: string) => Promise<void>; readonly onWait: () => void },
): Promise<void>;
