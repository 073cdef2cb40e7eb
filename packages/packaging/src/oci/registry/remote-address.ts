// Addresses and texts that a registry gives us.

/** Whether a URL's hostname is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/**
 * The address that `from` names, relative to it; undefined unless it is https without a user in it. Plain http is taken on
 * this machine alone, from a registry on this machine.
 */
export function addressFrom(from: string, text: string): URL | undefined {
  const url = URL.parse(text, from);
  if (url === null || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol === "https:") return url;
  const isLocal = isLoopback(url.hostname) && isLoopback(new URL(from).hostname);
  return url.protocol === "http:" && isLocal ? url : undefined;
}

/** Text of a registry, fit for a message: no control characters, and not at any length. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").slice(0, 300);
}
