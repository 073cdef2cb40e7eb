// Node's HTTP server, with the rules of docs/reference/http-api.md instead of its own.
import { createServer, type RequestListener, type Server } from "node:http";
import type { AppDependencies } from "../../http/context.ts";
import type { Env } from "../../env.ts";
import { answerClientErrors } from "./client-error.ts";
import type { Connections } from "./connections.ts";
import { OutsideAnswers } from "./outside-answer.ts";
import { UnderWay } from "./under-way.ts";

/** How often connections with incomplete headers are checked: they may end this much later than HEADERS_TIMEOUT_MS. */
const CHECK_MS = 5000;

type Settings = Pick<Env, "keepAliveTimeoutMs" | "headersTimeoutMs" | "bodyIdleTimeoutMs">;

interface Dependencies extends Pick<AppDependencies, "metrics" | "log"> {
  readonly connections: Connections;
}

/** `listenerOf` creates the listener; it may use the given answers for what it cannot pass to the app. */
export function createHttpServer(
  listenerOf: (answers: OutsideAnswers) => RequestListener,
  { connections, ...dependencies }: Dependencies,
  settings: Settings,
): Server {
  const answers = new OutsideAnswers(dependencies);
  const options = { requireHostHeader: false, connectionsCheckingInterval: CHECK_MS };
  const server = createServer(options);
  connections.watch(server);
  const underWay = new UnderWay(server, answers);
  const listener = connections.serve(checked(listenerOf(answers), answers));
  server.on("request", (incoming, outgoing) => {
    underWay.began(incoming, outgoing);
    listener(incoming, outgoing);
  });
  // Of the whole request, however large: a batch may take as long as it makes progress.
  server.requestTimeout = 0;
  server.headersTimeout = settings.headersTimeoutMs;
  server.keepAliveTimeout = settings.keepAliveTimeoutMs;
  // Node would silently drop headers beyond 2,000; their bytes are limited anyway.
  server.maxHeadersCount = 0;
  underWay.watchBodies(settings.bodyIdleTimeoutMs);
  answerClientErrors(server, underWay, answers);
  const refuseExpectation = connections.serve((incoming, outgoing) =>
    answers.refuse(incoming, outgoing, "expectation_failed"),
  );
  server.on("checkExpectation", (incoming, outgoing) => {
    underWay.began(incoming, outgoing);
    refuseExpectation(incoming, outgoing);
  });
  return server;
}

/** Answers what Node would otherwise refuse itself, and requests that are not about a path of the app. */
function checked(listener: RequestListener, answers: OutsideAnswers): RequestListener {
  return (incoming, outgoing) => {
    if (incoming.headers.host === undefined && incoming.httpVersion === "1.1") {
      answers.refuse(incoming, outgoing, "malformed_request", { detail: "An HTTP/1.1 request needs a Host header." });
    } else if (incoming.url === "*" && incoming.method === "OPTIONS") {
      answers.answer(incoming, outgoing, 204, { Allow: "GET, HEAD, POST" });
    } else {
      listener(incoming, outgoing);
    }
  };
}
