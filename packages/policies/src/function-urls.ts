// Callers of a function URL need two permissions: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
import { shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const PERMISSION = "aws:lambda/permission:Permission";

export const functionUrlsAnswer = {
  name: "function-urls-answer",
  title: "every caller of a function URL has both permissions that AWS demands",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  check: (url, graph) => {
    const calling = permissionsFor(url, graph, "lambda:InvokeFunctionUrl").filter(
      ({ inputs }) => inputs["functionUrlAuthType"] === url.inputs["authorizationType"],
    );
    const invoking = permissionsFor(url, graph, "lambda:InvokeFunction").filter(
      ({ inputs }) => inputs["invokedViaFunctionUrl"] === true,
    );
    if (calling.length === 0) {
      return [
        `${called(url)}: no ${PERMISSION} allows lambda:InvokeFunctionUrl with functionUrlAuthType ` +
          `${shown(url.inputs["authorizationType"])} on it, or it answers 403: declare one, for the same qualifier.`,
      ];
    }
    const principals = new Set(invoking.map(({ inputs }) => inputs["principal"]));
    return calling
      .filter(({ inputs }) => !principals.has(inputs["principal"]))
      .map(
        ({ inputs }) =>
          `${called(url)}: ${shown(inputs["principal"])} may lambda:InvokeFunctionUrl but not lambda:InvokeFunction, ` +
          "so its requests get 403: declare that too, with invokedViaFunctionUrl and the same qualifier.",
      );
  },
} as const satisfies Policy;

function permissionsFor(url: DeclaredResource, graph: Graph, action: string): readonly DeclaredResource[] {
  return graph.filter(
    ({ type, inputs }) =>
      type === PERMISSION &&
      inputs["action"] === action &&
      inputs["function"] === url.inputs["functionName"] &&
      inputs["qualifier"] === url.inputs["qualifier"],
  );
}
