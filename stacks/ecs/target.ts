import { AWS } from "@modelport/aws/provider";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { allowances, course, prices, pricesElsewhere, switches } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";
import { OF_A_SHARED_LISTENER, settingsFor } from "./sizes.ts";

export const ecs = defineTarget({
  name: "ecs",
  provider: AWS,
  artifacts: ["oci-image"],
  settings,
  rules,
  defaultsFor,
  settingsFor,
  sharing: { further: OF_A_SHARED_LISTENER },
  facts,
  prices,
  pricesElsewhere,
  allowances,
  switches,
  priceBooks: { course },
  outputs: {
    cluster: "The name of the cluster, for `aws ecs` commands.",
    service: "The name of the service in it.",
    taskDefinition: "The ARN of the task definition that runs, with its revision.",
    rollout: "The service, as `modelport verify --rollout` reads it.",
    imageReference: "The image in the repository, by its digest.",
    loadBalancerArn: "The ARN of the load balancer.",
    logGroupName: "The log group of the tasks, for `aws logs tail`.",
  },
  instanceSize: ({ cpu, memoryMiB }) => ({ vcpus: cpu / 1024, memoryMiB }),
  cost,
});
