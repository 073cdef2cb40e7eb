// Latency at a rate that the server can sustain. Requests are sent on schedule, whether or not earlier ones are answered, and
// each is timed from when it was due. A closed loop would wait with the server and hide its pauses.
import { connect, type Socket } from "node:net";

/** What to send, how often and for how long. */
export interface OpenLoopPlan {
  readonly port: number;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly connections: number;
  readonly bodies: readonly string[];
}

/** Milliseconds. `late` counts requests that were not answered when the run ended. */
export interface OpenLoopResult {
  readonly answered: number;
  readonly late: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
}

interface Lane {
  readonly socket: Socket;
  due: number | undefined;
}

function requestOf(body: string): Buffer {
  const head = `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

/** Runs the plan. Assumes that responses are small, so that each arrives in one piece and ends with the brace of its body. */
async function runOpenLoop(plan: OpenLoopPlan): Promise<OpenLoopResult> {
  const requests = plan.bodies.map(requestOf);
  const latencies: number[] = [];
  const queue: number[] = [];
  const idle: Lane[] = [];
  let sent = 0;
  const send = (lane: Lane, due: number) => {
    lane.due = due;
    lane.socket.write(requests[sent++ % requests.length] as Buffer);
  };
  const open = async () => {
    const socket = connect(plan.port, "127.0.0.1").setNoDelay(true);
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const lane: Lane = { socket, due: undefined };
    socket.on("data", (data) => {
      if (data[data.length - 1] !== 0x7d || lane.due === undefined) return;
      latencies.push(performance.now() - lane.due);
      lane.due = undefined;
      const next = queue.shift();
      if (next === undefined) idle.push(lane);
      else send(lane, next);
    });
    idle.push(lane);
    return lane;
  };
  const lanes = await Promise.all(Array.from({ length: plan.connections }, open));
  await schedule(plan, (due) => {
    const lane = idle.pop();
    if (lane) send(lane, due);
    else queue.push(due);
  });
  for (const { socket } of lanes) socket.destroy();
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const late = queue.length + lanes.filter(({ due }) => due !== undefined).length;
  return { answered: sorted.length, late, p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) };
}

/** Calls `emit` with the due time of each request; turns of the event loop in between read the responses. */
async function schedule({ requestsPerSecond, seconds }: OpenLoopPlan, emit: (due: number) => void): Promise<void> {
  const began = performance.now();
  const total = Math.floor(requestsPerSecond * seconds);
  for (let emitted = 0; emitted < total;) {
    const now = performance.now();
    for (; emitted < total && began + (emitted * 1000) / requestsPerSecond <= now; emitted++) {
      emit(began + (emitted * 1000) / requestsPerSecond);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
}

// A separate program, so that it can have its own core.
const [, , plan] = process.argv;
if (import.meta.main && plan !== undefined) {
  process.stdout.write(JSON.stringify(await runOpenLoop(JSON.parse(plan) as OpenLoopPlan)));
}
