// Values of flags that more than one command takes.
import { shown, UsageError } from "./exit.ts";

/** What `npm start` serves. */
export const LOCAL_URL = "http://127.0.0.1:8000";

/** Without a slash at its end. @throws {UsageError} */
export function urlOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.parse(given);
  // A URL with a password is not shown.
  if (url && (url.username !== "" || url.password !== "")) {
    throw new UsageError("--url has a user or password in it: give the plain address, and those by --header.");
  }
  if (url && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "")
    return url.href.replace(/\/+$/, "");
  throw new UsageError(
    `--url is ${shown(given)}, but must be an http or https address without a query: write it as ${LOCAL_URL}.`,
  );
}

/** @throws {UsageError} */
export function integerOf(
  name: string,
  given: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (given === undefined) return fallback;
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= least && number <= most) return number;
  throw new UsageError(
    `--${name} is ${shown(given)}, but must be a whole number from ${least} to ${most}: correct it.`,
  );
}

const HEADER = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*([\x20-\x7e]*)$/;
const OWN_HEADERS = new Set(["accept", "connection", "content-length", "content-type", "host", "transfer-encoding"]);

/** Headers of the command line, over a bearer token of the environment. Their values may be secrets: no message shows them. */
export function headersOf(given: readonly string[], token: string | undefined): Headers {
  const headers = new Headers();
  if (token !== undefined && token !== "") {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new UsageError(
        "MODELPORT_TOKEN has a character that no header can carry, such as a space or a line break: set it again.",
      );
    }
    headers.set("authorization", `Bearer ${token}`);
  }
  const named = new Set<string>();
  for (const line of given) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(
        'A --header is not of the form "Name: value" in ASCII: write it as --header "X-Api-Key: …".',
      );
    }
    const lower = name.toLowerCase();
    if (OWN_HEADERS.has(lower)) {
      throw new UsageError(`--header names ${name}, which modelport sets itself: leave it out.`);
    }
    // The first of a name replaces what MODELPORT_TOKEN gave.
    if (named.has(lower)) headers.append(name, value);
    else headers.set(name, value);
    named.add(lower);
  }
  return headers;
}
