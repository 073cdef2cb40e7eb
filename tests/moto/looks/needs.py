"""What AWS needs of the things that a resource refers to, where moto accepts any text. Each is a pair, as of a look."""


def role_for(aws, arn, service, policies, tags_sessions=False):
    """A role that `service` may assume and that has `policies`, by name."""
    role = aws("iam").get_role(RoleName=arn.split("/")[-1])["Role"]
    attached = aws("iam").list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"]
    names = [policy["PolicyName"] for policy in attached]
    actions = ["sts:AssumeRole", *(["sts:TagSession"] if tags_sessions else [])]
    allowed = [
        action
        for statement in role["AssumeRolePolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow" and statement["Principal"].get("Service") == service
        for action in statement["Action"]
    ]
    has = {
        "arn": role["Arn"],
        service: [each for each in actions if each in allowed],
        "policies": [each for each in policies if each in names],
    }
    return has, {"arn": arn, service: actions, "policies": policies}


def subnets_for(aws, ids):
    """Subnets of one VPC in two zones: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html"""
    subnets = subnets_of(aws, ids)
    vpcs, zones = ({subnet[name] for subnet in subnets} for name in ("VpcId", "AvailabilityZone"))
    has = {
        "ids": sorted(subnet["SubnetId"] for subnet in subnets),
        "vpcs": len(vpcs),
        "inTwoZones": len(zones) >= 2,
    }
    return has, {"ids": sorted(set(ids)), "vpcs": 1, "inTwoZones": True}


def subnets_of(aws, ids):
    return aws("ec2").describe_subnets(Filters=[{"Name": "subnet-id", "Values": ids}])["Subnets"]


def machines_for(aws, types, processor, subnets):
    """Types of instances that have this processor, and that each zone has."""
    found = aws("ec2").describe_instance_types(InstanceTypes=types)["InstanceTypes"]
    processors = {each["InstanceType"]: each["ProcessorInfo"]["SupportedArchitectures"] for each in found}
    zones = {subnet["AvailabilityZone"] for subnet in subnets_of(aws, subnets)}
    offers = aws("ec2").describe_instance_type_offerings(
        LocationType="availability-zone", Filters=[{"Name": "instance-type", "Values": types}]
    )["InstanceTypeOfferings"]
    places = {(each["InstanceType"], each["Location"]) for each in offers}
    has = {
        name: {processor: processor in processors[name], **{zone: (name, zone) in places for zone in zones}} for name in types
    }
    return has, {name: {processor: True, **{zone: True for zone in zones}} for name in types}


def key_for_secrets(aws, arn):
    """https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html"""
    live = aws("kms").describe_key(KeyId=arn)["KeyMetadata"]
    return live, {"Arn": arn, "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT"}


def principal(aws, arn):
    """A user or a role of this account."""
    name = arn.split("/")[-1]
    is_role = arn.split(":")[-1].startswith("role/")
    live = aws("iam").get_role(RoleName=name)["Role"] if is_role else aws("iam").get_user(UserName=name)["User"]
    return live, {"Arn": arn}
