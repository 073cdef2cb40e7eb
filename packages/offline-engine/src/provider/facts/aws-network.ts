// VPCs and what is in them.
import type { FactsTable } from "./type-facts.ts";

const ec2 = (prefix: string, kind: string) => ({
  id: `${prefix}-{hex:17}`,
  outputs: { arn: `arn:aws:ec2:{region}:{account}:${kind}/{id}` },
});
const inVpc = [
  "aws:ec2/subnet:Subnet",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/routeTable:RouteTable",
];

/** A rule of a security group; what it allows is changed in place: ec2/vpc_security_group_ingress_rule.go. */
const groupRule = {
  id: "sgr-{hex:17}",
  replaceOn: ["securityGroupId"],
  outputs: { arn: "arn:aws:ec2:{region}:{account}:security-group-rule/{id}", securityGroupRuleId: "{id}" },
};

export const awsNetwork: FactsTable = {
  "aws:ec2/vpc:Vpc": {
    ...ec2("vpc", "vpc"),
    replaceOn: ["cidrBlock"],
    outputs: {
      ...ec2("vpc", "vpc").outputs,
      defaultSecurityGroupId: "sg-{hex:17}",
      defaultRouteTableId: "rtb-{hex:17}",
      mainRouteTableId: "rtb-{hex:17}",
      defaultNetworkAclId: "acl-{hex:17}",
      ownerId: "{account}",
    },
    neededBy: inVpc,
  },
  "aws:ec2/subnet:Subnet": {
    ...ec2("subnet", "subnet"),
    replaceOn: ["vpcId", "cidrBlock", "availabilityZone"],
    neededBy: ["aws:ec2/natGateway:NatGateway", "aws:lb/loadBalancer:LoadBalancer", "aws:ecs/service:Service"],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    ...ec2("sg", "security-group"),
    uniqueWithin: ["vpcId"],
    replaceOn: ["vpcId", "description"],
    neededBy: ["aws:lb/loadBalancer:LoadBalancer", "aws:ecs/service:Service", "aws:ec2/vpcEndpoint:VpcEndpoint"],
  },
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": { id: "nat-{hex:17}", replaceOn: ["subnetId", "allocationId"] },
  "aws:ec2/eip:Eip": {
    id: "eipalloc-{hex:17}",
    outputs: { allocationId: "{id}", publicIp: "203.0.113.10", arn: "arn:aws:ec2:{region}:{account}:elastic-ip/{id}" },
  },
  "aws:ec2/routeTable:RouteTable": { ...ec2("rtb", "route-table"), replaceOn: ["vpcId"] },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: "rtbassoc-{hex:17}" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    ...ec2("vpce", "vpc-endpoint"),
    replaceOn: ["vpcId", "serviceName", "vpcEndpointType"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": groupRule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": groupRule,
};
