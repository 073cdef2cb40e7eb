import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { AppEnv } from "../../http/context.ts";
import { MAX_BODY_BYTES } from "../../limits.ts";
import { createLogger } from "../../log/log.ts";
import { noMetrics } from "../../metrics/metrics.ts";
import { appListener } from "./listener.ts";
import { OutsideAnswers } from "./outside-answer.ts";

const calls: (string | undefined)[] = [];
const app = new Hono<AppEnv>().all("*", async (c) => {
  calls.push(c.env.body && Buffer.from(c.env.body).toString());
  return c.text(String((await c.req.text()).length));
});
const answers = new OutsideAnswers({ metrics: noMetrics, log: createLogger("silent") });
const server = createServer(appListener(app, answers));
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => void calls.splice(0));
afterAll(() => server.close());

function send(headers: Record<string, string | number>, pieces: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", method: "POST", headers }, (incoming) => {
      incoming.setEncoding("utf8");
      let text = "";
      incoming.on("data", (chunk: string) => void (text += chunk));
      incoming.once("end", () => resolve(text));
    });
    outgoing.once("error", reject);
    outgoing.flushHeaders();
    const next = (index: number) => {
      const piece = pieces[index];
      if (piece === undefined) return void outgoing.end();
      outgoing.write(piece);
      setTimeout(() => next(index + 1), 30);
    };
    next(0);
  });
}

it("hands over a small body whole, in however many pieces it comes", async () => {
  expect(await send({ "content-length": 5 }, ["hello"])).toBe("5");
  expect(await send({ "content-length": 9 }, ["one", "two", "six"])).toBe("9");
  expect(calls).toEqual(["hello", "onetwosix"]);
});

it("leaves a body without an announced length, without any, or with a large one to the app", async () => {
  expect(await send({ "transfer-encoding": "chunked" }, ["a", "b"])).toBe("2");
  expect(await send({ "content-length": 0 }, [])).toBe("0");
  const large = "x".repeat(MAX_BODY_BYTES + 1);
  expect(await send({ "content-length": large.length }, [large])).toBe(String(large.length));
  expect(calls).toEqual([undefined, undefined, undefined]);
});

it("does not trouble the app with a body that never becomes whole", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\none");
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await send({ "content-length": 2 }, ["ok"])).toBe("2");
  expect(calls).toEqual(["ok"]);
});
