// The image's health check, which needs no shell and no curl: exits with code 0 if GET /health of this container returns 200.
// It runs every few seconds in as little as half a vCPU: node:http would double its CPU time.
import { connect } from "node:net";

/** Below the timeouts of those who run it: 5 s on Amazon ECS, 3 s in the image's own configuration. */
const TIMEOUT_MS = 2500;
const EVERYWHERE = ["", "0.0.0.0", "::"];
const port = Number(process.env.PORT || 8000);
const listensOn = process.env.HOST ?? "";
const host = EVERYWHERE.includes(listensOn) ? "127.0.0.1" : listensOn;

let answer = "";
const socket = connect({ host, port });
const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
socket.setEncoding("latin1");
socket.on("connect", () => socket.write("GET /health HTTP/1.0\r\n\r\n"));
socket.on("data", (piece) => void (answer += piece));
socket.on("end", () => end(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]));
socket.on("error", (error) => fail(error.message));

/** @param {string | undefined} status */
function end(status) {
  clearTimeout(timer);
  if (status !== "200") fail(`GET /health answered ${status ?? "no HTTP"}`);
}

/** @param {string} reason */
function fail(reason) {
  clearTimeout(timer);
  process.stderr.write(`unhealthy: ${reason} (port ${port})\n`);
  process.exitCode = 1;
}
