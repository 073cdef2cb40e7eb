"""Identity, logs, alarms and images."""

import json

from calls.account import alarm_of


def role(aws, i, _made):
    live = aws("iam").get_role(RoleName=i["name"])["Role"]
    return live, {"AssumeRolePolicyDocument": json.loads(i["assumeRolePolicy"])}


def role_policy(aws, i, _made):
    live = aws("iam").get_role_policy(RoleName=i["role"], PolicyName=i["name"])
    return live, {"PolicyDocument": json.loads(i["policy"])}


def role_policy_attachment(aws, i, _made):
    live = aws("iam").list_attached_role_policies(RoleName=i["role"])["AttachedPolicies"]
    return {"policies": [each["PolicyArn"] for each in live if each["PolicyArn"] == i["policyArn"]]}, {"policies": [i["policyArn"]]}


def log_group(aws, i, _made):
    [live] = aws("logs").describe_log_groups(logGroupNamePrefix=i["name"])["logGroups"]
    return live, {"logGroupName": i["name"], "retentionInDays": i["retentionInDays"]}


def log_groups(aws, name):
    """The names of the log groups whose names begin with `name`."""
    return [group["logGroupName"] for group in aws("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]]


def metric_alarm(aws, i, _made):
    [live] = aws("cloudwatch").describe_alarms(AlarmNames=[i["name"]])["MetricAlarms"]
    declared = alarm_of(i)
    # describe_alarms has no tags.
    del declared["Tags"]
    return {**live, "Dimensions": by_name(live["Dimensions"])}, {**declared, "Dimensions": by_name(declared["Dimensions"])}


def by_name(dimensions):
    return sorted(dimensions, key=lambda dimension: dimension["Name"])


def repository(aws, i, _made):
    [live] = aws("ecr").describe_repositories(repositoryNames=[i["name"]])["repositories"]
    return live, {name: i[name] for name in ("imageTagMutability", "imageScanningConfiguration")}


def lifecycle_policy(aws, i, _made):
    live = aws("ecr").get_lifecycle_policy(repositoryName=i["repository"])["lifecyclePolicyText"]
    return json.loads(live), json.loads(i["policy"])


def repository_policy(aws, i, _made):
    live = aws("ecr").get_repository_policy(repositoryName=i["repository"])["policyText"]
    return json.loads(live), json.loads(i["policy"])


LOOKS = {
    "aws:cloudwatch/logGroup:LogGroup": log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": metric_alarm,
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": lifecycle_policy,
    "aws:ecr/repository:Repository": repository,
    "aws:ecr/repositoryPolicy:RepositoryPolicy": repository_policy,
    "aws:iam/role:Role": role,
    "aws:iam/rolePolicy:RolePolicy": role_policy,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": role_policy_attachment,
}
