import { AWS } from "@modelport/aws/provider";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { allowances, course, prices, pricesElsewhere, switches } from "./prices.ts";
import { rules } from "./rules.ts";
import { ARTIFACT_KIND, settings } from "./settings.ts";
import { MIB_OF_A_VCPU, settingsFor } from "./sizes.ts";

export const lambda = defineTarget({
  name: "lambda",
  provider: AWS,
  artifacts: ["lambda-zip", "oci-image"],
  artifactsFor: ({ package: chosen }) => [ARTIFACT_KIND[chosen]],
  settings,
  rules,
  renamed: { frontDoor: "endpoint" },
  defaultsFor,
  settingsFor,
  facts,
  prices,
  pricesElsewhere,
  allowances,
  switches,
  priceBooks: { course },
  outputs: {
    functionName: "The function's name, for `aws lambda` commands.",
    functionArn: "The function's ARN, without a version.",
    aliasArn: "The ARN of the alias `live`, which the HTTP endpoint invokes.",
    version: "The published version that the alias points to.",
    logGroupName: "The log group of the function, for `aws logs tail`.",
  },
  instanceSize: ({ memoryMiB }) => ({ vcpus: memoryMiB / MIB_OF_A_VCPU, memoryMiB }),
  cost,
});
