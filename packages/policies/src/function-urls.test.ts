import { expect, test } from "vitest";
import { breaches, type DeclaredResource, type Graph, policies } from "./index.ts";

const policy = policies.find(({ name }) => name === "function-urls-answer");
const resource = (kind: string, name: string, inputs: DeclaredResource["inputs"]): DeclaredResource => {
  const type = `aws:lambda/${kind}`;
  return { type, name, urn: `urn:pulumi:lambda::modelport::${type}::${name}`, parent: undefined, inputs };
};

const url = resource("functionUrl:FunctionUrl", "lambda-url", {
  functionName: "f",
  qualifier: "live",
  authorizationType: "AWS_IAM",
});
const permission = (inputs: object) =>
  resource("permission:Permission", "lambda-may", { function: "f", qualifier: "live", principal: "1", ...inputs });
const ask = { action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" };
const invoke = { action: "lambda:InvokeFunction", invokedViaFunctionUrl: true };

const said = (...permissions: readonly DeclaredResource[]) => {
  const graph: Graph = [url, ...permissions];
  return policy === undefined ? [] : breaches(policy, graph);
};

test("with both permissions for each caller nothing is said", () => {
  expect(said(permission(ask), permission(invoke))).toEqual([]);
  const other = { principal: "2" };
  expect(
    said(permission(ask), permission(invoke), permission({ ...ask, ...other }), permission({ ...invoke, ...other })),
  ).toEqual([]);
});

test.each([
  ["nobody may ask", []],
  ["it is for the other mode", [permission({ ...ask, functionUrlAuthType: "NONE" }), permission(invoke)]],
  ["it is for another qualifier", [permission({ ...ask, qualifier: undefined }), permission(invoke)]],
  ["it is for another function", [permission({ ...ask, function: "g" }), permission(invoke)]],
])("%s", (_title, permissions) => {
  expect(said(...permissions)).toEqual([
    'aws:lambda/functionUrl:FunctionUrl `lambda-url`: no aws:lambda/permission:Permission allows lambda:InvokeFunctionUrl with functionUrlAuthType "AWS_IAM" on it, or it answers 403: declare one, for the same qualifier.',
  ]);
});

test.each([
  ["the second is missing", []],
  ["the second is for every invocation", [permission({ action: invoke.action })]],
  ["the second is another caller's", [permission({ ...invoke, principal: "2" })]],
  ["the second is for another qualifier", [permission({ ...invoke, qualifier: "2" })]],
])("%s", (_title, permissions) => {
  expect(said(permission(ask), ...permissions)).toEqual([
    'aws:lambda/functionUrl:FunctionUrl `lambda-url`: "1" may lambda:InvokeFunctionUrl but not lambda:InvokeFunction, so its requests get 403: declare that too, with invokedViaFunctionUrl and the same qualifier.',
  ]);
});
