import { expect, test } from "vitest";
import { DEFAULT_VPC, subnetsOf } from "../network.ts";
import { standIn } from "../stand-in.testing.ts";
import { fargateStack, TYPES } from "./fargate-stack.testing.ts";
import type { Values } from "@modelport/sdk-schema/wire";

const call = async (name: string, given: Values, account?: Parameters<typeof standIn>[2]) => {
  const { provider } = standIn("aws", { region: "eu-west-1" }, account);
  return (await provider.invoke(`aws:${name}:${name.split("/")[1]}`, given)).answer ?? {};
};

test("the default VPC has a public subnet in each of three zones; an account may have none", async () => {
  expect(await call("ec2/getVpc", { default: true })).toMatchObject({ id: DEFAULT_VPC, default: true });
  const filters = [{ name: "vpc-id", values: [DEFAULT_VPC] }];
  const { ids } = await call("ec2/getSubnets", { filters });
  expect(ids).toEqual(subnetsOf(DEFAULT_VPC));
  const zones = await Promise.all((ids as readonly string[]).map((id) => call("ec2/getSubnet", { id })));
  expect(zones.map(({ availabilityZone, vpcId }) => [availabilityZone, vpcId])).toEqual(
    ["a", "b", "c"].map((zone) => [`eu-west-1${zone}`, DEFAULT_VPC]),
  );
  await expect(call("ec2/getVpc", { default: true }, { defaultVpc: false })).rejects.toThrow(
    "no matching EC2 VPC found",
  );
  await expect(standIn("aws", {}, { defaultVpc: false }).make(TYPES.group, "g", { name: "g" })).rejects.toThrow(
    "VPCIdNotSpecified: No default VPC for this user",
  );
});

test("subnets of another VPC lead back to it; an account says what is special about its own", async () => {
  const vpcId = "vpc-0123456789abcdef0";
  const { ids } = await call("ec2/getSubnets", { filters: [{ name: "vpc-id", values: [vpcId] }] });
  const [first = ""] = ids as readonly string[];
  expect(await call("ec2/getSubnet", { id: first })).toMatchObject({ vpcId, mapPublicIpOnLaunch: true });
  const subnets = { "subnet-1": { vpcId, zone: "b", route: "nat", hasOwnRouteTable: true } } as const;
  expect(await call("ec2/getSubnets", { filters: [{ name: "vpc-id", values: [vpcId] }] }, { subnets })).toMatchObject({
    ids: ["subnet-1"],
  });
  expect(await call("ec2/getSubnet", { id: "subnet-1" }, { subnets })).toMatchObject({
    availabilityZone: "eu-west-1b",
    mapPublicIpOnLaunch: false,
  });
  const { routes } = await call("ec2/getRouteTable", { subnetId: "subnet-1" }, { subnets });
  expect(routes).toMatchObject([
    { gatewayId: "local" },
    { cidrBlock: "0.0.0.0/0", natGatewayId: expect.stringMatching(/^nat-/) },
  ]);
});

test("no query by subnet finds the main route table", async () => {
  const [subnetId = ""] = subnetsOf(DEFAULT_VPC);
  await expect(call("ec2/getRouteTable", { subnetId })).rejects.toThrow("query returned no results");
  const filters = [{ name: "association.subnet-id", values: [subnetId] }];
  expect(await call("ec2/getRouteTables", { filters })).toMatchObject({ ids: [] });
  const { mainRouteTableId = "" } = await call("ec2/getVpc", { default: true });
  const { routes } = await call("ec2/getRouteTable", { routeTableId: mainRouteTableId });
  expect(routes).toMatchObject([{}, { gatewayId: expect.stringMatching(/^igw-/) }]);
});

test("a shared listener and its load balancer", async () => {
  const arn =
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/0123456789abcdef/fedcba9876543210";
  const { loadBalancerArn = "", protocol } = await call("lb/getListener", { arn });
  expect([loadBalancerArn, protocol]).toEqual([
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shared/0123456789abcdef",
    "HTTPS",
  ]);
  expect(await call("lb/getLoadBalancer", { arn: loadBalancerArn })).toMatchObject({
    name: "shared",
    internal: false,
    vpcId: DEFAULT_VPC,
  });
});

test("groups: what refers to one holds it, and a rule exists once and names one peer", async () => {
  const { make, made, remove, id } = await fargateStack(["balancer", "listener"]);
  await expect(remove(TYPES.group, "outer", made["outer"] as never)).rejects.toThrow(
    `DependencyViolation: resource ${id("outer")} has a dependent object`,
  );
  const again = { securityGroupId: id("inner"), cidrIpv4: "0.0.0.0/0", ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  await expect(make(TYPES.egress, "again", again)).rejects.toThrow("InvalidPermission.Duplicate");
  await expect(make(TYPES.egress, "two", { ...again, cidrIpv6: "::/0" })).rejects.toThrow("1 (and only 1) of cidrIpv4");
  await expect(make(TYPES.egress, "wrong", { ...again, cidrIpv4: "10.0.0.0" })).rejects.toThrow(
    '"10.0.0.0" is not a valid IPv4 CIDR block',
  );
  await expect(make(TYPES.group, "sg", { name: "sg-api", vpcId: DEFAULT_VPC })).rejects.toThrow(
    "cannot begin with sg-",
  );
  await expect(make(TYPES.group, "d", { name: "d", vpcId: DEFAULT_VPC, description: "the model's" })).rejects.toThrow(
    "invalid value for description",
  );
});

test("one endpoint of a service has its private names in a VPC", async () => {
  const { make } = standIn("aws");
  const endpoint = {
    vpcId: "vpc-1",
    serviceName: "com.amazonaws.us-east-1.logs",
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
  };
  await make(TYPES.endpoint, "one", endpoint);
  await expect(make(TYPES.endpoint, "two", endpoint)).rejects.toThrow(
    "there is already a conflicting DNS domain for com.amazonaws.us-east-1.logs",
  );
});
