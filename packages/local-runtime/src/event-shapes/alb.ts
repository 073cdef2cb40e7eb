import {
  badGateway,
  eventBody,
  headerLists,
  isProxyResult,
  lastOnly,
  queryLists,
  resultBody,
  type EventShape,
  type ProxyResult,
} from "./shape.ts";

/**
 * An Application Load Balancer's target group, with its attribute `lambda.multi_value_headers.enabled` off or on.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
function albShape(multiValue: boolean): EventShape {
  return {
    toEvent({ method, path, query = "", headers, body }) {
      const lists = headerLists(headers);
      const queries = queryLists(query, false);
      const payload = eventBody(body, lists);
      return {
        requestContext: {
          elb: {
            targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/local/0000000000000000",
          },
        },
        httpMethod: method,
        path,
        ...(multiValue
          ? {
              multiValueQueryStringParameters: Object.fromEntries(queries),
              multiValueHeaders: Object.fromEntries(lists),
            }
          : { queryStringParameters: lastOnly(queries), headers: lastOnly(lists) }),
        body: payload.body ?? "",
        isBase64Encoded: payload.isBase64Encoded,
      };
    },

    fromResult(payload) {
      if (!isProxyResult(payload)) return badGateway("Bad Gateway");
      return { status: Number(payload.statusCode), headers: headersOf(payload, multiValue), body: resultBody(payload) };
    },
  };
}

/** Each mode reads only its own field: as at AWS, a function that answers with the other one loses its headers. */
function headersOf(result: ProxyResult, multiValue: boolean): Headers {
  const headers = new Headers();
  if (multiValue) {
    for (const [name, values] of Object.entries(result.multiValueHeaders ?? {})) {
      for (const value of values) headers.append(name, String(value));
    }
  } else {
    for (const [name, value] of Object.entries(result.headers ?? {})) headers.set(name, String(value));
  }
  return headers;
}

export const alb = albShape(false);
export const albMultiValue = albShape(true);
