// The contestants: bare servers as the upper limit, the model in a bare server, and our server with everything on.
import { join } from "node:path";
import { hostPlatform } from "@modelport/packaging";

/** A server that answers POST /predict, in its own process. */
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
  what: "the packaged server as deployed: validation, limits, request ids, metrics, a log line per request",
  script: server,
  environment: { LOG_LEVEL: "info" },
};

export const bareHono: Contestant = {
  name: "bare Hono",
  what: "Hono on @hono/node-server; parses the JSON body and returns a constant",
  script: script("hono-hello.ts"),
  environment: {},
};

/** In the order of their turns: contestants whose ratio is a floor run one after the other. */
export const contestants: readonly Contestant[] = [
  {
    name: "bare node:http",
    what: "reads and parses the body and returns a constant",
    script: script("node-hello.ts"),
    environment: {},
  },
  bareHono,
  everythingOn,
  {
    name: "without log",
    what: "the same server without log lines",
    script: server,
    environment: { LOG_LEVEL: "silent" },
  },
  {
    name: "bare model",
    what: "bare Hono with our predictor; encodes and scores the row, without validation, ids, metrics or log",
    script: script("hono-model.ts"),
    environment: { MODEL_DIR: join(DIST, `server-${hostPlatform()}`, "model") },
  },
];
