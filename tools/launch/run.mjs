// Starts other programs: `capture` for their output, `passThrough` to become them.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const LAST_CHARACTERS_KEPT = 200_000;

/**
 * Runs to the end or to the time limit (`timedOut`). Never rejects: a program that cannot start has code 127 and the reason as
 * output. With `ownGroup` the time limit ends its children too, but a terminal's Ctrl-C does not reach them.
 */
export function capture(command, args, { cwd, env, timeoutSeconds, ownGroup = false, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, detached: ownGroup, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    let timedOut = false;
    const timer = timeoutSeconds === undefined ? undefined : setTimeout(giveUp, timeoutSeconds * 1000);
    function giveUp() {
      timedOut = true;
      kill(child, ownGroup);
      // A grandchild that holds the pipes open would delay `close`.
      child.stdout.destroy();
      child.stderr.destroy();
    }
    const finish = (result) => {
      clearTimeout(timer);
      resolve({ ...result, stdout, timedOut });
    };
    const keep = (text) => {
      output = (output + text).slice(-LAST_CHARACTERS_KEPT);
      const lastLine = text.trimEnd().split("\n").at(-1);
      if (lastLine) onLine?.(lastLine);
    };
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      keep(String(chunk));
    });
    child.stderr.on("data", (chunk) => keep(String(chunk)));
    child.on("error", (error) => finish({ code: 127, output: error.message }));
    child.on("close", (code) => finish({ code: code ?? 1, output }));
  });
}

function kill(child, ownGroup) {
  if (!ownGroup) return child.kill("SIGKILL");
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended in the meantime.
  }
}

/**
 * Runs with this process's terminal and forwards its signals. Resolves to `{code}` or `{signal}`; `code` is 127 if the program
 * cannot start. With `keepLine`, its output is a pipe, and only lines for which it returns true are shown.
 */
export function passThrough(command, args, { cwd, env, keepLine } = {}) {
  return new Promise((resolve) => {
    let child;
    // A terminal sends Ctrl-C to both processes. Forwarding it would be a second one, which makes the CLI abandon its work.
    const forward = (signal) => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    // Before the child starts: a signal in between would end this process and orphan the child.
    for (const signal of signals) process.on(signal, forward);
    child = spawn(command, args, { cwd, env, stdio: keepLine ? ["inherit", "pipe", "pipe"] : "inherit" });
    if (keepLine) {
      for (const stream of ["stdout", "stderr"]) passLines(child[stream], process[stream], keepLine);
    }
    const finish = (result) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(result);
    };
    child.on("error", (error) => finish({ code: 127, reason: error.message }));
    child.on("close", (code, signal) => finish(signal ? { signal } : { code }));
  });
}

function passLines(from, to, keepLine) {
  createInterface({ input: from, crlfDelay: Infinity }).on("line", (line) => {
    if (keepLine(line)) to.write(`${line}\n`);
  });
}
