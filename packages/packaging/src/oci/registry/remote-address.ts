// URLs and texts from a registry.

/** Whether a URL's hostname is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/**
 * The URL that `from` names, relative to it; undefined unless it is https without a user in it. Plain http is only
 * accepted on this machine, from a registry on this machine.
 */
export function addressFrom(from: string, text: string): URL | undefined {
  const url = URL.parse(text, from);
  if (url === null || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol === "https:") return url;
  const isLocal = isLoopback(url.hostname) && isLoopback(new URL(from).hostname);
  return url.protocol === "http:" && isLocal ? url : undefined;
}

/** Text from a registry for a message: without control characters, and shortened. */
export function plain(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").slice(0, 300);
}
