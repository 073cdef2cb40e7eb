// What AWS bills of each resource of a stack.
import { type Billing, byTraffic, withoutLine } from "@modelport/target-kit/billing";

export const billing: Billing = {
  "aws:cloudwatch/logGroup:LogGroup": () => [{ line: "Log storage", quantity: 1 }],
  "aws:lambda/function:Function": () => byTraffic("Requests", "Compute"),
  ...withoutLine("It has no charge.", "https://aws.amazon.com/lambda/pricing", [
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:lambda/functionUrl:FunctionUrl",
    "aws:lambda/permission:Permission",
  ]),
};
