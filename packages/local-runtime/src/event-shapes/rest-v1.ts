import { randomUUID } from "node:crypto";
import {
  badGateway,
  eventBody,
  headerLists,
  isProxyResult,
  lastOnly,
  queryLists,
  resultBody,
  type EventShape,
} from "./shape.ts";

/**
 * API Gateway's REST API with a Lambda proxy integration (payload format 1.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export const restV1: EventShape = {
  toEvent({ method, path, query = "", headers, body }) {
    const lists = headerLists(headers);
    const queries = queryLists(query, true);
    const payload = eventBody(body, lists);
    return {
      resource: "/{proxy+}",
      path,
      httpMethod: method,
      headers: lastOnly(lists),
      multiValueHeaders: Object.fromEntries(lists),
      queryStringParameters: query === "" ? null : lastOnly(queries),
      multiValueQueryStringParameters: query === "" ? null : Object.fromEntries(queries),
      pathParameters: { proxy: path.slice(1) },
      stageVariables: null,
      requestContext: {
        accountId: "000000000000",
        apiId: "local",
        domainName: "local.execute-api.us-east-1.amazonaws.com",
        httpMethod: method,
        identity: { sourceIp: "127.0.0.1", userAgent: lists.get("user-agent")?.[0] ?? null },
        path: `/local${path}`,
        protocol: "HTTP/1.1",
        requestId: randomUUID(),
        requestTimeEpoch: Date.now(),
        resourcePath: "/{proxy+}",
        stage: "local",
      },
      body: payload.body ?? null,
      isBase64Encoded: payload.isBase64Encoded,
    };
  },

  fromResult(payload) {
    if (!isProxyResult(payload)) return badGateway("Internal server error");
    const headers = new Headers();
    for (const [name, value] of Object.entries(payload.headers ?? {})) headers.set(name, String(value));
    for (const [name, values] of Object.entries(payload.multiValueHeaders ?? {})) {
      headers.delete(name);
      for (const value of values) headers.append(name, String(value));
    }
    return { status: Number(payload.statusCode), headers, body: resultBody(payload) };
  },
};
