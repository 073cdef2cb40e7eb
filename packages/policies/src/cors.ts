// What a browser demands and what it must not get, where a page of another origin asks: https://fetch.spec.whatwg.org/#http-cors-protocol
import { inputAt, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const METHOD = "aws:apigateway/method:Method";

/** Where each type says how a request is authorized, if it takes preflight requests of pages that are let in. */
const proofOf: Readonly<Record<string, (resource: DeclaredResource, graph: Graph) => string | undefined>> = {
  [METHOD]: ({ inputs }, graph) =>
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

/** Whether `method` takes any request unsigned, where no page is let in and the API's other methods ask for a signature. */
function opensForNobody(method: DeclaredResource, graph: Graph): boolean {
  const { httpMethod, authorization, restApi } = method.inputs;
  if (method.type !== METHOD || httpMethod !== "OPTIONS" || authorization !== "NONE" || graph.some(letsPagesIn))
    return false;
  return graph.some(
    ({ type, inputs }) => type === METHOD && inputs["restApi"] === restApi && inputs["authorization"] !== "NONE",
  );
}

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
      ...(opensForNobody(resource, graph)
        ? [
            `${called(resource)}: authorization is "NONE", but no page is let in: it must be that of the API's other methods, or anybody can call it with OPTIONS.`,
          ]
        : []),
      ...(credentials !== undefined && inputAt(resource, credentials) === true
        ? [`${called(resource)}: ${credentials} is true, but must be left out, or pages ask with a browser's cookies.`]
        : []),
    ];
  },
} as const satisfies Policy;
