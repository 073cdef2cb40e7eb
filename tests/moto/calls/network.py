"""Security groups and endpoints of a VPC."""

from .names import present, tag_list


def tagged(kind, tags):
    return [{"ResourceType": kind, "Tags": tag_list(tags)}]


class SecurityGroup:
    def create(self, aws, i, _files):
        made = aws("ec2").create_security_group(
            GroupName=i["name"],
            Description=i["description"],
            VpcId=i["vpcId"],
            TagSpecifications=tagged("security-group", i["tags"]),
        )
        # As the provider does: a group admits only what its rules say, in both directions.
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        aws("ec2").revoke_security_group_egress(GroupId=made["GroupId"], IpPermissions=everything)
        return {"id": made["GroupId"]}

    def delete(self, aws, _i, made):
        aws("ec2").delete_security_group(GroupId=made["id"])


#: Whom a rule admits: the member of a permission that lists them, and the member of an item.
PEERS = {
    "cidrIpv4": ("IpRanges", "CidrIp"),
    "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefixListId": ("PrefixListIds", "PrefixListId"),
    "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}


def permission(i):
    [(member, key, value)] = [(*PEERS[name], i[name]) for name in PEERS if name in i]
    return {"IpProtocol": i["ipProtocol"], "FromPort": i["fromPort"], "ToPort": i["toPort"], member: [{key: value}]}


class GroupRule:
    def __init__(self, direction):
        self.direction = direction

    def call(self, aws, verb, **arguments):
        return getattr(aws("ec2"), f"{verb}_security_group_{self.direction}")(**arguments)

    def create(self, aws, i, _files):
        [made] = self.call(aws, "authorize", GroupId=i["securityGroupId"], IpPermissions=[permission(i)])[
            "SecurityGroupRules"
        ]
        return {"id": made["SecurityGroupRuleId"]}

    def delete(self, aws, i, _made):
        self.call(aws, "revoke", GroupId=i["securityGroupId"], IpPermissions=[permission(i)])


class VpcEndpoint:
    def create(self, aws, i, _files):
        made = aws("ec2").create_vpc_endpoint(
            VpcId=i["vpcId"],
            ServiceName=i["serviceName"],
            VpcEndpointType=i["vpcEndpointType"],
            TagSpecifications=tagged("vpc-endpoint", i["tags"]),
            **present(
                SubnetIds=i.get("subnetIds"),
                SecurityGroupIds=i.get("securityGroupIds"),
                RouteTableIds=i.get("routeTableIds"),
                PrivateDnsEnabled=i.get("privateDnsEnabled"),
            ),
        )["VpcEndpoint"]
        return {"id": made["VpcEndpointId"], **self.prefix_list(aws, i)}

    def prefix_list(self, aws, i):
        """The addresses of the service, which only a gateway has."""
        if i["vpcEndpointType"] != "Gateway":
            return {}
        name = [{"Name": "prefix-list-name", "Values": [i["serviceName"]]}]
        [found] = aws("ec2").describe_managed_prefix_lists(Filters=name)["PrefixLists"]
        return {"prefixListId": found["PrefixListId"]}

    def delete(self, aws, _i, made):
        aws("ec2").delete_vpc_endpoints(VpcEndpointIds=[made["id"]])


CALLS = {
    "aws:ec2/securityGroup:SecurityGroup": SecurityGroup(),
    "aws:ec2/vpcEndpoint:VpcEndpoint": VpcEndpoint(),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": GroupRule("egress"),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": GroupRule("ingress"),
}
