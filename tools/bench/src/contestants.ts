// The contestants: what the machine can do at all, the model behind a bare server, and our server with everything on.
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
const script = (name: string) => join(import.meta.dirname, "contestants", name);

export const everythingOn: Contestant = {
  name: "everything on",
  what: "the packaged server as it is deployed: validation, limits, request ids, metrics, a log line for each request",
  script: server,
  environment: { LOG_LEVEL: "info" },
};

export const bareHono: Contestant = {
  name: "bare Hono",
  what: "Hono on @hono/node-server: parses the JSON body, answers a constant",
  script: script("hono-hello.ts"),
  environment: {},
};

/** In the order in which they take turns: those whose ratio is a floor run next to each other. */
export const contestants: readonly Contestant[] = [
  {
    name: "bare node:http",
    what: "node:http: gathers and parses the body, answers a constant",
    script: script("node-hello.ts"),
    environment: {},
  },
  bareHono,
  everythingOn,
  { name: "without log", what: "the same without log lines", script: server, environment: { LOG_LEVEL: "silent" } },
  {
    name: "bare model",
    what: "bare Hono with our predictor: encodes the row, scores it, answers; no checks, ids, metrics or log",
    script: script("hono-model.ts"),
    environment: { MODEL_DIR: join(DIST, `server-${hostPlatform()}`, "model") },
  },
];
