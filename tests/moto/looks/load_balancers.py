"""Elastic Load Balancing."""

from calls.load_balancers import GROUP_ATTRIBUTES, action, attributes, balancer_attributes, conditions_of, health_check


def values_of(pairs):
    return {pair["Key"]: pair["Value"] for pair in pairs}


def load_balancer(aws, i, made):
    [live] = aws("elbv2").describe_load_balancers(LoadBalancerArns=[made["id"]])["LoadBalancers"]
    held = aws("elbv2").describe_load_balancer_attributes(LoadBalancerArn=made["id"])["Attributes"]
    zones = sorted(zone["SubnetId"] for zone in live["AvailabilityZones"])
    return {**live, "subnets": zones, "attributes": values_of(held)}, {
        "LoadBalancerName": i["name"],
        "Scheme": "internal" if i["internal"] else "internet-facing",
        "SecurityGroups": i["securityGroups"],
        "subnets": sorted(i["subnets"]),
        "attributes": values_of(balancer_attributes(i)),
    }


def target_group(aws, i, made):
    [live] = aws("elbv2").describe_target_groups(TargetGroupArns=[made["id"]])["TargetGroups"]
    held = aws("elbv2").describe_target_group_attributes(TargetGroupArn=made["id"])["Attributes"]
    return {**live, "attributes": values_of(held)}, {
        "TargetGroupName": i["name"],
        "Protocol": i["protocol"],
        "ProtocolVersion": i["protocolVersion"],
        "Port": i["port"],
        "TargetType": i["targetType"],
        "VpcId": i["vpcId"],
        **health_check(i),
        "attributes": values_of(attributes(i, GROUP_ATTRIBUTES)),
    }


def listener(aws, i, made):
    [live] = aws("elbv2").describe_listeners(ListenerArns=[made["id"]])["Listeners"]
    tls = {"Certificates": [{"CertificateArn": i["certificateArn"]}], "SslPolicy": i["sslPolicy"]} if "certificateArn" in i else {}
    return live, {
        "LoadBalancerArn": i["loadBalancerArn"],
        "Port": i["port"],
        "Protocol": i["protocol"],
        "DefaultActions": [action(each) for each in i["defaultActions"]],
        **tls,
    }


def listener_rule(aws, i, made):
    [live] = aws("elbv2").describe_rules(RuleArns=[made["id"]])["Rules"]
    given = {"Priority": str(i["priority"])} if "priority" in i else {}
    return live, {"Conditions": conditions_of(i), "Actions": [action(each) for each in i["actions"]], **given}


LOOKS = {
    "aws:lb/listener:Listener": listener,
    "aws:lb/listenerRule:ListenerRule": listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": load_balancer,
    "aws:lb/targetGroup:TargetGroup": target_group,
}
