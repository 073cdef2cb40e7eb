// CORS as browsers need it, and not wider: https://fetch.spec.whatwg.org/#http-cors-protocol
import { inputAt, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const METHOD = "aws:apigateway/method:Method";

/** The input that authorizes a request, for each type that answers CORS preflight requests. */
const authorizationOf: Readonly<Record<string, (resource: DeclaredResource, graph: Graph) => string | undefined>> = {
  [METHOD]: ({ inputs }, graph) =>
    inputs["httpMethod"] === "OPTIONS" && graph.some(allowsOrigins) ? "authorization" : undefined,
  "aws:apigatewayv2/route:Route": ({ inputs }) =>
    String(inputs["routeKey"]).startsWith("OPTIONS ") ? "authorizationType" : undefined,
};

/** The input of each type that lets browsers send cookies. */
const credentialsOf: Readonly<Record<string, string>> = {
  "aws:lambda/functionUrl:FunctionUrl": "cors.allowCredentials",
  "aws:apigatewayv2/api:Api": "corsConfiguration.allowCredentials",
};

/** Behind a REST API the app adds the CORS headers, for the origins in this variable. */
const allowsOrigins = (resource: DeclaredResource): boolean =>
  inputAt(resource, "environment.variables.CORS_ORIGINS") !== undefined;

/** Whether `method` accepts unsigned requests although CORS allows no origin and the API's other methods need a signature. */
function isOpenForNothing(method: DeclaredResource, graph: Graph): boolean {
  const { httpMethod, authorization, restApi } = method.inputs;
  if (method.type !== METHOD || httpMethod !== "OPTIONS" || authorization !== "NONE" || graph.some(allowsOrigins))
    return false;
  return graph.some(
    ({ type, inputs }) => type === METHOD && inputs["restApi"] === restApi && inputs["authorization"] !== "NONE",
  );
}

export const corsForPages = {
  name: "cors-for-pages",
  title: "CORS preflight requests need no signature, and cross-origin requests carry no cookies",
  types: [...Object.keys(authorizationOf), ...Object.keys(credentialsOf)],
  check: (resource, graph) => {
    const input = authorizationOf[resource.type]?.(resource, graph);
    const authorization = input === undefined ? "NONE" : (resource.inputs[input] ?? "NONE");
    const credentials = credentialsOf[resource.type];
    return [
      ...(authorization === "NONE"
        ? []
        : [
            `${called(resource)}: ${input} is ${shown(authorization)}, but must be NONE, because browsers cannot sign CORS preflight requests (OPTIONS).`,
          ]),
      ...(isOpenForNothing(resource, graph)
        ? [
            `${called(resource)}: authorization is "NONE", but CORS allows no origin: it must be that of the API's other methods, or anyone can call it with OPTIONS.`,
          ]
        : []),
      ...(credentials !== undefined && inputAt(resource, credentials) === true
        ? [
            `${called(resource)}: ${credentials} is true, but must be left out, or browsers send cookies with cross-origin requests.`,
          ]
        : []),
    ];
  },
} as const satisfies Policy;
