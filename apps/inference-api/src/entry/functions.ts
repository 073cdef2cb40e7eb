// The entry point for Google Cloud functions. Google's build starts its functions framework, which loads this module and
// would serve the function `modelport` of it: behind a parser that buffers bodies and answers malformed JSON itself, and
// without /robots.txt and /favicon.ico. This module serves instead, as the server does, and never finishes loading, so that
// the framework never listens (docs/adr/0077-functions-entry-point.md).
import { functionLimits } from "./functions/limits.ts";
import { startServer } from "./server/start.ts";

// A function has no readiness probe: the request for which Cloud Run starts an instance is sent once the port is open
// (https://cloud.google.com/run/docs/configuring/healthchecks, "default TCP startup probe").
const entry = { name: "functions", limits: functionLimits, listensWhenReady: true } as const;
await startServer(entry, import.meta.filename);
await new Promise(() => undefined);
