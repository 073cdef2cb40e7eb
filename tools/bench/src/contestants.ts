// Who runs against whom: our server with everything on, less and less of it, and what the machine can do at all.
import { join } from "node:path";
import { hostPlatform } from "@modelport/packaging";

/** A server that answers POST /predict; started in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly what: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, "../../..");
export const DIST = join(ROOT, "apps/inference-api/dist");
const server = join(DIST, `server-${hostPlatform()}`, "server.mjs");
const hello = (name: string) => join(import.meta.dirname, "contestants", name);

export const contestants: readonly Contestant[] = [
  {
    name: "everything on",
    what: "the packaged server as it is deployed: validation, metrics, a log line for each request",
    script: server,
    environment: { LOG_LEVEL: "info" },
  },
  { name: "without log", what: "the same without log lines", script: server, environment: { LOG_LEVEL: "silent" } },
  {
    name: "bare Hono",
    what: "Hono on @hono/node-server: parses the JSON body, answers a constant",
    script: hello("hono-hello.ts"),
    environment: {},
  },
  {
    name: "bare node:http",
    what: "node:http: gathers and parses the body, answers a constant",
    script: hello("node-hello.ts"),
    environment: {},
  },
];
