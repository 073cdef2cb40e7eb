"""Security groups and endpoints of a VPC."""

from calls.names import tag_list
from calls.network import PEERS


def security_group(aws, i, made):
    [live] = aws("ec2").describe_security_groups(GroupIds=[made["id"]])["SecurityGroups"]
    return live, {"GroupName": i["name"], "Description": i["description"], "VpcId": i["vpcId"], "Tags": tag_list(i["tags"])}


def rule(is_egress):
    def look(aws, i, made):
        [live] = aws("ec2").describe_security_group_rules(SecurityGroupRuleIds=[made["id"]])["SecurityGroupRules"]
        [peer] = [peer_of(name, i[name]) for name in PEERS if name in i]
        ports = {"IpProtocol": i["ipProtocol"], "FromPort": i["fromPort"], "ToPort": i["toPort"]}
        return live, {"IsEgress": is_egress, "GroupId": i["securityGroupId"], **ports, **peer}

    return look


def peer_of(name, value):
    if name == "referencedSecurityGroupId":
        return {"ReferencedGroupInfo": {"GroupId": value}}
    return {name[0].upper() + name[1:]: value}


def vpc_endpoint(aws, i, made):
    [live] = aws("ec2").describe_vpc_endpoints(VpcEndpointIds=[made["id"]])["VpcEndpoints"]
    declared = {"VpcId": i["vpcId"], "ServiceName": i["serviceName"], "VpcEndpointType": i["vpcEndpointType"]}
    if i["vpcEndpointType"] == "Gateway":
        return live, {**declared, "RouteTableIds": i["routeTableIds"]}
    groups = [group["GroupId"] for group in live["Groups"]]
    interface = {"SubnetIds": i["subnetIds"], "PrivateDnsEnabled": i["privateDnsEnabled"], "groups": i["securityGroupIds"]}
    return {**live, "groups": groups}, {**declared, **interface}


LOOKS = {
    "aws:ec2/securityGroup:SecurityGroup": security_group,
    "aws:ec2/vpcEndpoint:VpcEndpoint": vpc_endpoint,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule(True),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule(False),
}
