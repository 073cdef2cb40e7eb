"""Elastic Load Balancing."""

from .names import pascal, present, tag_list

#: The attributes of a load balancer and of a target group that inputs set.
BALANCER_ATTRIBUTES = {
    "desyncMitigationMode": "routing.http.desync_mitigation_mode",
    "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    "enableDeletionProtection": "deletion_protection.enabled",
    "enableHttp2": "routing.http2.enabled",
    "idleTimeout": "idle_timeout.timeout_seconds",
    "xffHeaderProcessingMode": "routing.http.xff_header_processing.mode",
}
GROUP_ATTRIBUTES = {
    "deregistrationDelay": "deregistration_delay.timeout_seconds",
    "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
}


def text_of(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def attributes(i, names):
    return [{"Key": key, "Value": text_of(i[name])} for name, key in names.items() if name in i]


def balancer_attributes(i):
    logs = i["accessLogs"]
    to_bucket = [{"Key": "access_logs.s3.bucket", "Value": logs["bucket"]}] if logs["enabled"] else []
    enabled = {"Key": "access_logs.s3.enabled", "Value": text_of(logs["enabled"])}
    return [*attributes(i, BALANCER_ATTRIBUTES), enabled, *to_bucket]


class LoadBalancer:
    def create(self, aws, i, _files):
        [made] = aws("elbv2").create_load_balancer(
            Name=i["name"],
            Type=i["loadBalancerType"],
            Scheme="internal" if i["internal"] else "internet-facing",
            IpAddressType=i["ipAddressType"],
            Subnets=i["subnets"],
            SecurityGroups=i["securityGroups"],
            Tags=tag_list(i["tags"]),
        )["LoadBalancers"]
        arn = made["LoadBalancerArn"]
        aws("elbv2").modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=balancer_attributes(i))
        return {"id": arn, "arn": arn, "arnSuffix": arn.split(":loadbalancer/")[1], "dnsName": made["DNSName"]}

    def delete(self, aws, _i, made):
        aws("elbv2").delete_load_balancer(LoadBalancerArn=made["id"])


HEALTH = {
    "path": "HealthCheckPath",
    "protocol": "HealthCheckProtocol",
    "port": "HealthCheckPort",
    "interval": "HealthCheckIntervalSeconds",
    "timeout": "HealthCheckTimeoutSeconds",
    "healthyThreshold": "HealthyThresholdCount",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}


def health_check(i):
    health = i["healthCheck"]
    return {"Matcher": {"HttpCode": health["matcher"]}, **{HEALTH[key]: health[key] for key in HEALTH if key in health}}


class TargetGroup:
    def create(self, aws, i, _files):
        [made] = aws("elbv2").create_target_group(
            Name=i["name"],
            Protocol=i["protocol"],
            Port=i["port"],
            VpcId=i["vpcId"],
            TargetType=i["targetType"],
            Tags=tag_list(i["tags"]),
            **present(ProtocolVersion=i.get("protocolVersion")),
            **health_check(i),
        )["TargetGroups"]
        arn = made["TargetGroupArn"]
        aws("elbv2").modify_target_group_attributes(TargetGroupArn=arn, Attributes=attributes(i, GROUP_ATTRIBUTES))
        return {"id": arn, "arn": arn, "arnSuffix": arn.split(":")[-1]}

    def delete(self, aws, _i, made):
        aws("elbv2").delete_target_group(TargetGroupArn=made["id"])


def action(i):
    names = {"fixedResponse": "FixedResponseConfig", "redirect": "RedirectConfig", "forward": "ForwardConfig"}
    more = {names[name]: pascal(i[name]) for name in names if name in i}
    for group in more.get("ForwardConfig", {}).get("TargetGroups", []):
        group["TargetGroupArn"] = group.pop("Arn")
    return {"Type": i["type"], **present(TargetGroupArn=i.get("targetGroupArn")), **more}


class Listener:
    def create(self, aws, i, _files):
        certificate = [{"CertificateArn": i["certificateArn"]}] if "certificateArn" in i else None
        [made] = aws("elbv2").create_listener(
            LoadBalancerArn=i["loadBalancerArn"],
            Port=i["port"],
            Protocol=i["protocol"],
            DefaultActions=[action(each) for each in i["defaultActions"]],
            Tags=tag_list(i["tags"]),
            **present(Certificates=certificate, SslPolicy=i.get("sslPolicy")),
        )["Listeners"]
        return {"id": made["ListenerArn"], "arn": made["ListenerArn"]}

    def delete(self, aws, _i, made):
        aws("elbv2").delete_listener(ListenerArn=made["id"])


CONDITIONS = {
    "hostHeader": ("host-header", "HostHeaderConfig"),
    "pathPattern": ("path-pattern", "PathPatternConfig"),
    "sourceIp": ("source-ip", "SourceIpConfig"),
}


def conditions_of(i):
    return [
        {"Field": field, member: pascal(each[name])}
        for each in i["conditions"]
        for name, (field, member) in CONDITIONS.items()
        if name in each
    ]


class ListenerRule:
    def create(self, aws, i, _files):
        [made] = aws("elbv2").create_rule(
            ListenerArn=i["listenerArn"],
            Priority=i.get("priority") or self.next_priority(aws, i["listenerArn"]),
            Conditions=conditions_of(i),
            Actions=[action(each) for each in i["actions"]],
            Tags=tag_list(i["tags"]),
        )["Rules"]
        return {"id": made["RuleArn"], "arn": made["RuleArn"]}

    def next_priority(self, aws, listener):
        """As the provider does: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elbv2/listener_rule.go"""
        rules = aws("elbv2").describe_rules(ListenerArn=listener)["Rules"]
        return max([0, *(int(rule["Priority"]) for rule in rules if not rule["IsDefault"])]) + 1

    def delete(self, aws, _i, made):
        aws("elbv2").delete_rule(RuleArn=made["id"])


CALLS = {
    "aws:lb/listener:Listener": Listener(),
    "aws:lb/listenerRule:ListenerRule": ListenerRule(),
    "aws:lb/loadBalancer:LoadBalancer": LoadBalancer(),
    "aws:lb/targetGroup:TargetGroup": TargetGroup(),
}
