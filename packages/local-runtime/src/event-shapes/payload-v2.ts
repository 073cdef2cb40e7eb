import { randomUUID } from "node:crypto";
import {
  badGateway,
  eventBody,
  headerLists,
  isProxyResult,
  joined,
  queryLists,
  resultBody,
  type EventShape,
} from "./shape.ts";

/**
 * Payload format 2.0, of function URLs and of API Gateway's HTTP APIs.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
function payloadV2(front: { readonly accountId: string; readonly apiId: string; readonly domain: string }): EventShape {
  return {
    toEvent({ method, path, query = "", headers, body }) {
      const lists = headerLists(headers);
      const cookies = lists.get("cookie")?.flatMap((line) => line.split(/; */));
      lists.delete("cookie");
      const now = new Date();
      const payload = eventBody(body, lists);
      return {
        version: "2.0",
        routeKey: "$default",
        rawPath: path,
        rawQueryString: query,
        ...(cookies && { cookies }),
        headers: joined(lists),
        ...(query !== "" && { queryStringParameters: joined(queryLists(query, true)) }),
        requestContext: {
          accountId: front.accountId,
          apiId: front.apiId,
          domainName: `${front.apiId}.${front.domain}`,
          domainPrefix: front.apiId,
          http: {
            method,
            path,
            protocol: "HTTP/1.1",
            sourceIp: "127.0.0.1",
            userAgent: lists.get("user-agent")?.[0] ?? "",
          },
          requestId: randomUUID(),
          routeKey: "$default",
          stage: "$default",
          time: commonLogTime(now),
          timeEpoch: now.getTime(),
        },
        ...(payload.body !== undefined && { body: payload.body }),
        isBase64Encoded: payload.isBase64Encoded,
      };
    },

    fromResult(payload) {
      if (!isProxyResult(payload)) {
        if (typeof payload === "object" && payload !== null && "statusCode" in payload)
          return badGateway("Internal Server Error");
        // Without a status code the whole payload is the body of a 200.
        const text = typeof payload === "string" ? payload : JSON.stringify(payload ?? null);
        return {
          status: 200,
          headers: new Headers({ "content-type": "application/json" }),
          body: new Uint8Array(Buffer.from(text)),
        };
      }
      const headers = new Headers();
      for (const [name, value] of Object.entries(payload.headers ?? {})) headers.append(name, String(value));
      for (const cookie of payload.cookies ?? []) headers.append("set-cookie", cookie);
      return { status: Number(payload.statusCode), headers, body: resultBody(payload) };
    },
  };
}

export const functionUrl = payloadV2({ accountId: "anonymous", apiId: "local", domain: "lambda-url.us-east-1.on.aws" });

export const httpApiV2 = payloadV2({
  accountId: "000000000000",
  apiId: "local",
  domain: "execute-api.us-east-1.amazonaws.com",
});

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
