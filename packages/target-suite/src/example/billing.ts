import { type BilledResource, type Billing, byTraffic, inputOf, withoutLine } from "@modelport/target-kit/billing";

const isImage = (stack: readonly BilledResource[]): boolean =>
  stack.some((resource) => inputOf(resource, "packageType") === "Image");

export const billing: Billing = {
  // There is one for images that may not come.
  "aws:ecr/repository:Repository": (_repository, stack) =>
    isImage(stack) ? [{ line: "Repository", quantity: 1 }] : [],
  "aws:lambda/function:Function": () => byTraffic("Requests", "Compute"),
  ...withoutLine("made up for the suite", "made up for the suite", [
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:lambda/functionUrl:FunctionUrl",
    "aws:lambda/permission:Permission",
    "gcp:cloudrunv2/service:Service",
    "gcp:projects/service:Service",
  ]),
};
