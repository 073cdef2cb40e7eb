// What a browser demands and what it must not get, where a page of another origin asks: https://fetch.spec.whatwg.org/#http-cors-protocol
import { inputAt, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

/** Where each type says how a request is authorized, if it takes preflight requests of pages that are let in. */
const proofOf: Readonly<Record<string, (resource: DeclaredResource, graph: Graph) => string | undefined>> = {
  "aws:apigateway/method:Method": ({ inputs }, graph) =>
    inputs["httpMethod"] === "OPTIONS" && graph.some(letsPagesIn) ? "authorization" : undefined,
  "aws:apigatewayv2/route:Route": ({ inputs }) =>
    String(inputs["routeKey"]).startsWith("OPTIONS ") ? "authorizationType" : undefined,
};

/** Where each type lets browsers send cookies along. */
const credentialsOf: Readonly<Record<string, string>> = {
  "aws:lambda/functionUrl:FunctionUrl": "cors.allowCredentials",
  "aws:apigatewayv2/api:Api": "corsConfiguration.allowCredentials",
};

/** Behind a REST API the app adds the headers of CORS, for the pages of this variable. */
const letsPagesIn = (resource: DeclaredResource): boolean =>
  inputAt(resource, "environment.variables.CORS_ORIGINS") !== undefined;

export const corsForPages = {
  name: "cors-for-pages",
  title: "a page of another origin can ask whether it may, which no browser signs, and never with a browser's cookies",
  types: [...Object.keys(proofOf), ...Object.keys(credentialsOf)],
  check: (resource, graph) => {
    const proof = proofOf[resource.type]?.(resource, graph);
    const asked = proof === undefined ? "NONE" : (resource.inputs[proof] ?? "NONE");
    const credentials = credentialsOf[resource.type];
    return [
      ...(asked === "NONE"
        ? []
        : [
            `${called(resource)}: ${proof} is ${shown(asked)}, but must be NONE, because a browser asks with OPTIONS whether a page may, and cannot sign that.`,
          ]),
      ...(credentials !== undefined && inputAt(resource, credentials) === true
        ? [`${called(resource)}: ${credentials} is true, but must be left out, or pages ask with a browser's cookies.`]
        : []),
    ];
  },
} as const satisfies Policy;
