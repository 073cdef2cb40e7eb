"""What an account has before a stack is created in it, and the stack refers to."""

import json
import re
from contextlib import contextmanager

LISTENER = r"arn:aws:elasticloadbalancing:[\w-]+:\d+:listener/app/[\w-]+/[0-9a-f]+/[0-9a-f]+"
CERTIFICATE = r"arn:aws:acm:[\w-]+:\d+:certificate/[\w-]+"
KEY = r"arn:aws:kms:[\w-]+:\d+:key/[\w-]+"

ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry"


@contextmanager
def surroundings(aws, stack):
    """Yields the names of the engine's stand-in, each with that of the simulated AWS: of the default network, and of what the stack
    refers to but does not make. All but the network is deleted at the end."""
    [vpc] = aws("ec2").describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    in_vpc = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    subnets = aws("ec2").describe_subnets(Filters=in_vpc)["Subnets"]
    by_zone = [each["SubnetId"] for each in sorted(subnets, key=lambda subnet: subnet["AvailabilityZone"])]
    [routes] = aws("ec2").describe_route_tables(Filters=in_vpc)["RouteTables"]
    names = {
        stack["network"]["vpc"]: vpc["VpcId"],
        **dict(zip(stack["network"]["subnets"], by_zone)),
        **{table: routes["RouteTableId"] for table in foreign(stack, r"rtb-[0-9a-f]{17}")},
    }
    certificates = {each: certificate(aws) for each in foreign(stack, CERTIFICATE)}
    keys = {each: aws("kms").create_key()["KeyMetadata"]["Arn"] for each in foreign(stack, KEY)}
    own = [each for each in foreign(stack, r"subnet-[0-9a-f]{17}") if each not in names]
    made = {each: subnet(aws, vpc["VpcId"], index) for index, each in enumerate(own)}
    names |= certificates | keys | made
    principals = {each["inputs"]["principalArn"] for each in stack["resources"] if each["type"] == ACCESS_ENTRY}
    for arn in principals:
        create_principal(aws, arn)
    groups = foreign(stack, r"sg-[0-9a-f]{17}")
    shared = [SharedListener(aws, vpc["VpcId"], by_zone, arn, groups) for arn in foreign(stack, LISTENER)]
    for listener in shared:
        names |= listener.names
    yield names
    for listener in shared:
        listener.delete(aws)
    for arn in certificates.values():
        aws("acm").delete_certificate(CertificateArn=arn)
    for arn in keys.values():
        aws("kms").schedule_key_deletion(KeyId=arn.split("/")[-1])
    for subnet_id in made.values():
        aws("ec2").delete_subnet(SubnetId=subnet_id)
    for arn in principals:
        delete_principal(aws, arn)


def foreign(stack, pattern):
    """What inputs name in such a form, and no resource of the stack is."""
    made = {value for each in stack["resources"] for value in (each["id"], each["outputs"].get("arn"))}
    return sorted(set(re.findall(pattern, json.dumps([each["inputs"] for each in stack["resources"]]))) - made)


def certificate(aws):
    return aws("acm").request_certificate(DomainName="churn.example.com")["CertificateArn"]


def subnet(aws, vpc, index):
    """In the zones in turn, beside the default subnets."""
    zone = f"{aws('ec2').meta.region_name}{'abc'[index % 3]}"
    made = aws("ec2").create_subnet(VpcId=vpc, CidrBlock=f"172.31.{128 + index}.0/24", AvailabilityZone=zone)
    return made["Subnet"]["SubnetId"]


def create_principal(aws, arn):
    kind, path, name = parts_of(arn)
    if kind == "role":
        aws("iam").create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=json.dumps({"Statement": []}))
    else:
        aws("iam").create_user(UserName=name, Path=path)


def delete_principal(aws, arn):
    kind, _, name = parts_of(arn)
    if kind == "role":
        aws("iam").delete_role(RoleName=name)
    else:
        aws("iam").delete_user(UserName=name)


def parts_of(arn):
    """`role`, `/teams/` and `platform` of arn:aws:iam::123456789012:role/teams/platform."""
    kind, *path, name = arn.split(":")[-1].split("/")
    return kind, "/".join(["", *path, ""]), name


class SharedListener:
    """A listener of an internal load balancer, with `groups` as the stand-in's id of its security group."""

    def __init__(self, aws, vpc, subnets, arn, groups):
        self.group = aws("ec2").create_security_group(GroupName="shared", Description="shared", VpcId=vpc)["GroupId"]
        [balancer] = aws("elbv2").create_load_balancer(
            Name="internal-shared", Scheme="internal", Type="application", Subnets=subnets, SecurityGroups=[self.group]
        )["LoadBalancers"]
        self.balancer = balancer["LoadBalancerArn"]
        answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}
        [listener] = aws("elbv2").create_listener(
            LoadBalancerArn=self.balancer, Port=80, Protocol="HTTP", DefaultActions=[answer]
        )["Listeners"]
        self.listener = listener["ListenerArn"]
        stand_in = arn.replace(":listener/", ":loadbalancer/").rpartition("/")[0]
        suffix = lambda balancer: balancer.split(":loadbalancer/")[1]
        self.names = {
            arn: self.listener,
            stand_in: self.balancer,
            suffix(stand_in): suffix(self.balancer),
            **{group: self.group for group in groups},
        }

    def delete(self, aws):
        aws("elbv2").delete_listener(ListenerArn=self.listener)
        aws("elbv2").delete_load_balancer(LoadBalancerArn=self.balancer)
        aws("ec2").delete_security_group(GroupId=self.group)
