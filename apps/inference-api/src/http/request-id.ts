import { randomUUID } from "node:crypto";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The id that the client sent, if it is safe to log; otherwise `platformId`, or a new one. */
export function requestIdOf(sent: string | readonly string[] | undefined, platformId?: string): string {
  return typeof sent === "string" && REQUEST_ID.test(sent) ? sent : (platformId ?? randomUUID());
}
