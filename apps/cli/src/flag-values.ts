// Parses values of flags that more than one command has.
import { readFileSync } from "node:fs";
import { choiceOf, integerOf as writtenInteger } from "@modelport/contracts";
import { shown, UsageError } from "./exit.ts";

/** A URL for examples in messages: where `npm start` serves by default. */
const EXAMPLE_URL = "http://127.0.0.1:8000";

/** Without a trailing slash. @throws {UsageError} */
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
    `--url is ${shown(given)}, but must be an http or https address without a query: write it as ${EXAMPLE_URL}.`,
  );
}

/**
 * The only parser of numeric flags: digits only, without sign, space, exponent or separators.
 * @throws {UsageError}
 */
export function integerOf(
  name: string,
  given: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (given === undefined) return fallback;
  const number = writtenInteger(given);
  if (number !== undefined && number >= least && number <= most) return number;
  throw new UsageError(
    `--${name} is ${shown(given)}, but must be a whole number from ${least} to ${most}: correct it.`,
  );
}

/** Accepts any case; `aliases` are further names, in lower case. @throws {UsageError} */
export function chosenOf<Choice extends string>(
  name: string,
  given: string | undefined,
  choices: readonly Choice[],
  fallback: Choice,
  aliases: Readonly<Record<string, Choice>> = {},
): Choice {
  if (given === undefined) return fallback;
  const chosen = choiceOf(given, choices, aliases);
  if (chosen !== undefined) return chosen;
  throw new UsageError(`--${name} is ${shown(given)}, but must be one of ${choices.join(", ")}: correct it.`);
}

const HEADER = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:[ \t]*([\x20-\x7e]*)$/;
const OWN_HEADERS = new Set(["accept", "connection", "content-length", "content-type", "host", "transfer-encoding"]);

interface HeaderLine {
  readonly name: string;
  readonly value: string;
}

/** One header, or those of a file: other users of the machine can see a command line in its list of processes. */
function headerLines(given: string): readonly HeaderLine[] {
  if (!given.startsWith("@")) {
    return [
      headerLine(given, 'A --header is not of the form "Name: value" in ASCII: write it as --header "X-Api-Key: …".'),
    ];
  }
  const path = given.slice(1);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The file ${shown(path)} of --header cannot be read (${code}): check the path after the @.`);
  }
  return text.split(/\r?\n/).flatMap((line, index) => {
    const wrong = `Line ${index + 1} of ${shown(path)} is not of the form "Name: value" in ASCII: write one header a line.`;
    return line.trim() === "" ? [] : [headerLine(line.trim(), wrong)];
  });
}

function headerLine(line: string, wrong: string): HeaderLine {
  const [, name, value] = HEADER.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(wrong);
  return { name, value };
}

/** The command line's headers, over a bearer token of the environment. No message shows their values. */
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
  for (const { name, value } of given.flatMap(headerLines)) {
    const lower = name.toLowerCase();
    if (OWN_HEADERS.has(lower)) {
      throw new UsageError(`--header names ${name}, which modelport sets itself: leave it out.`);
    }
    // The first header of a name replaces the one from MODELPORT_TOKEN.
    if (named.has(lower)) headers.append(name, value);
    else headers.set(name, value);
    named.add(lower);
  }
  return headers;
}

const LOOPBACK = /^(?:(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Whether requests to `url` stay on this machine. */
function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname);
}

/**
 * Every given header may be a secret, which http would expose on its way.
 * @throws {UsageError} if `headers`, or credentials that `--auth` adds, would go to another machine over http
 */
export function refusePlainHttp(url: string, headers: Headers, hasCredentials = false): void {
  const names = [...headers.keys()];
  if ((names.length === 0 && !hasCredentials) || new URL(url).protocol === "https:" || isLoopback(url)) return;
  const what = names.length > 0 ? names.join(", ") : "the credentials of --auth";
  throw new UsageError(
    `--url is ${shown(url)}, over which ${what} would travel unencrypted: give an https address, or add --allow-http if you trust every machine on the way.`,
  );
}
