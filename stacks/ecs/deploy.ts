import { placeOf } from "@modelport/aws";
import { awsProfile, type Deploy, ownershipTags, type RequestAuth, requestAuthText } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "./deployment/deployment.ts";
import { networkOf } from "./deployment/network.ts";
import { preflight } from "./deployment/preflight.ts";
import { sharedListener } from "./deployment/shared-listener.ts";
import type { EcsSettings } from "./settings.ts";

/**
 * Pushes the image into a repository that belongs to the stack, and runs it as an ECS service behind a load balancer. Waits for the
 * preflight checks and for what AWS says about the network, and for no resource.
 */
export const deploy: Deploy<EcsSettings, pulumi.Input<string>> = async (context) => {
  const { name, stack, settings } = context;
  const place = placeOf(stack);
  await preflight(context, place.region);
  const shared = await sharedListener(stack, settings);
  const network = await networkOf({ stack, region: place.region, settings, sharedVpcId: shared?.vpcId });
  const artifact = context.artifact("oci-image", "linux-x64");
  const tags = { ...settings.tags, ...ownershipTags(context) };
  const running = new Deployment(name, { artifact, settings, place, network, shared, tags });
  // The cluster and the service have the name of the deployment.
  const inside = {
    kind: "ecs-service",
    region: place.region,
    cluster: name,
    service: name,
    ...awsProfile(pulumi.runtime.allConfig()),
  } as const;
  return {
    url: running.url,
    auth: authOf(settings, inside),
    artifact,
    rollout: requestAuthText(inside),
    cluster: running.service.cluster.name,
    service: running.service.service.name,
    taskDefinition: running.service.taskDefinition,
    imageReference: running.imageReference,
    loadBalancerArn: running.balancer.arn,
    logGroupName: running.task.logGroup.name,
  };
};

function authOf({ public: isPublic, allowedCidrs }: EcsSettings, inside: RequestAuth): RequestAuth {
  if (isPublic) return { kind: "none" };
  return allowedCidrs.length > 0 ? { kind: "address-ranges", cidrs: allowedCidrs } : inside;
}
