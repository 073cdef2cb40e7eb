// The entry point for Google Cloud functions. Google's build starts its functions framework, which loads this module and
// would serve the function `modelport` of it: behind a parser that buffers bodies and answers malformed JSON itself, and
// without /robots.txt and /favicon.ico. This module serves instead, as the server does, and never finishes loading, so that
// the framework never listens (docs/adr/0077-functions-entry-point.md).
import { functionLimits } from "./functions/limits.ts";
import { startServer } from "./server/start.ts";

await startServer({ name: "functions", limits: functionLimits }, import.meta.filename);
await new Promise(() => undefined);
