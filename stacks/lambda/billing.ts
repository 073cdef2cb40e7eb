// What AWS bills of each resource of a stack.
import { awsBilling } from "@modelport/aws/billing";
import { SECONDS_PER_MONTH } from "@modelport/target-kit";
import {
  type BilledLine,
  type BilledResource,
  type Billing,
  byTraffic,
  inputOf,
  numberOf,
  theOne,
  withoutLine,
} from "@modelport/target-kit/billing";

const FUNCTION = "aws:lambda/function:Function";
const PROVISIONED = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";

const architectureOf = (model: BilledResource): string => String(inputOf(model, "architectures.0"));

function functionLines(model: BilledResource): readonly BilledLine[] {
  return byTraffic(
    "Requests",
    `Compute, ${architectureOf(model)}`,
    "Responses to the internet",
    ...(inputOf(model, "tracingConfig.mode") === "Active" ? ["X-Ray traces"] : []),
    ...(inputOf(model, "environment.variables.METRICS") === "emf" ? ["Custom metrics"] : []),
  );
}

export const billing: Billing = {
  ...awsBilling,
  [FUNCTION]: functionLines,
  [PROVISIONED]: (provisioned, stack) => {
    const model = theOne(stack, FUNCTION);
    const architecture = architectureOf(model);
    const gigabytes = numberOf(model, "memorySize") / 1024;
    const instances = numberOf(provisioned, "provisionedConcurrentExecutions");
    return [
      { line: `Provisioned concurrency, ${architecture}`, quantity: instances * gigabytes * SECONDS_PER_MONTH },
      ...byTraffic(`Compute on provisioned instances, ${architecture}`),
    ];
  },
  "aws:lambda/functionUrl:FunctionUrl": () => byTraffic("Function URL"),
  "aws:apigatewayv2/api:Api": () => byTraffic("HTTP API"),
  "aws:apigateway/restApi:RestApi": () => byTraffic("REST API"),
  ...withoutLine(
    "Lambda charges for requests, time and provisioned concurrency only.",
    "https://aws.amazon.com/lambda/pricing",
    ["aws:lambda/alias:Alias", "aws:lambda/permission:Permission"],
  ),
  ...withoutLine("An API is charged by requests; there is no cache.", "https://aws.amazon.com/api-gateway/pricing", [
    "aws:apigateway/deployment:Deployment",
    "aws:apigateway/integration:Integration",
    "aws:apigateway/method:Method",
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:apigateway/resource:Resource",
    "aws:apigateway/restApiPolicy:RestApiPolicy",
    "aws:apigateway/stage:Stage",
    "aws:apigatewayv2/integration:Integration",
    "aws:apigatewayv2/route:Route",
    "aws:apigatewayv2/stage:Stage",
  ]),
};
