// The image's health check, which needs no shell and no curl: exits with code 0 if GET /health of this container returns 200.
import { get } from "node:http";

const TIMEOUT_MS = 2000;
const EVERYWHERE = ["", "0.0.0.0", "::"];
const port = Number(process.env.PORT || 8000);
const listensOn = process.env.HOST ?? "";
const host = EVERYWHERE.includes(listensOn) ? "127.0.0.1" : listensOn;

const request = get({ host, port, path: "/health", timeout: TIMEOUT_MS }, (response) => {
  response.resume();
  if (response.statusCode !== 200) fail(`GET /health answered ${response.statusCode}`);
});
request.on("timeout", () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
request.on("error", (error) => fail(error.message));

/** @param {string} reason */
function fail(reason) {
  process.stderr.write(`unhealthy: ${reason} (port ${port})\n`);
  process.exitCode = 1;
}
