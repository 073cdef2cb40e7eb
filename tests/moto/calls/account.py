"""Identity, logs, alarms and images."""

from .names import pascal, tag_list


class Role:
    def create(self, aws, i, _files):
        made = aws("iam").create_role(
            RoleName=i["name"], AssumeRolePolicyDocument=i["assumeRolePolicy"], Tags=tag_list(i["tags"])
        )["Role"]
        return {"id": i["name"], "arn": made["Arn"], "name": i["name"]}

    def delete(self, aws, i, _made):
        aws("iam").delete_role(RoleName=i["name"])


class RolePolicy:
    def create(self, aws, i, _files):
        aws("iam").put_role_policy(RoleName=i["role"], PolicyName=i["name"], PolicyDocument=i["policy"])
        return {"id": f"{i['role']}:{i['name']}"}

    def delete(self, aws, i, _made):
        aws("iam").delete_role_policy(RoleName=i["role"], PolicyName=i["name"])


class RolePolicyAttachment:
    def create(self, aws, i, _files):
        aws("iam").attach_role_policy(RoleName=i["role"], PolicyArn=i["policyArn"])
        return {"id": f"{i['role']}/{i['policyArn']}"}

    def delete(self, aws, i, _made):
        aws("iam").detach_role_policy(RoleName=i["role"], PolicyArn=i["policyArn"])


class LogGroup:
    def create(self, aws, i, _files):
        aws("logs").create_log_group(logGroupName=i["name"], tags=i["tags"])
        aws("logs").put_retention_policy(logGroupName=i["name"], retentionInDays=i["retentionInDays"])
        [group] = aws("logs").describe_log_groups(logGroupNamePrefix=i["name"])["logGroups"]
        return {"id": i["name"], "arn": group["arn"].removesuffix(":*"), "name": i["name"]}

    def delete(self, aws, i, _made):
        aws("logs").delete_log_group(logGroupName=i["name"])


def alarm_of(i):
    apart = {
        "AlarmName": i["name"],
        "AlarmActions": i["alarmActions"],
        "OKActions": i["okActions"],
        "Dimensions": [{"Name": name, "Value": value} for name, value in i["dimensions"].items()],
        "Tags": tag_list(i["tags"]),
    }
    names = i.keys() - {"name", "alarmActions", "okActions", "dimensions", "tags"}
    return {**pascal({name: i[name] for name in names}), **apart}


class MetricAlarm:
    def create(self, aws, i, _files):
        aws("cloudwatch").put_metric_alarm(**alarm_of(i))
        return {"id": i["name"]}

    def delete(self, aws, i, _made):
        aws("cloudwatch").delete_alarms(AlarmNames=[i["name"]])


class Repository:
    def create(self, aws, i, _files):
        made = aws("ecr").create_repository(
            repositoryName=i["name"],
            imageTagMutability=i["imageTagMutability"],
            imageScanningConfiguration=i["imageScanningConfiguration"],
            tags=tag_list(i["tags"]),
        )["repository"]
        return {"id": i["name"], "name": i["name"], "arn": made["repositoryArn"], "repositoryUrl": made["repositoryUri"]}

    def delete(self, aws, i, _made):
        aws("ecr").delete_repository(repositoryName=i["name"], force=i["forceDelete"])


class LifecyclePolicy:
    def create(self, aws, i, _files):
        aws("ecr").put_lifecycle_policy(repositoryName=i["repository"], lifecyclePolicyText=i["policy"])
        return {"id": i["repository"]}

    def delete(self, aws, i, _made):
        aws("ecr").delete_lifecycle_policy(repositoryName=i["repository"])


class RepositoryPolicy:
    def create(self, aws, i, _files):
        aws("ecr").set_repository_policy(repositoryName=i["repository"], policyText=i["policy"])
        return {"id": i["repository"]}

    def delete(self, aws, i, _made):
        aws("ecr").delete_repository_policy(repositoryName=i["repository"])


CALLS = {
    "aws:cloudwatch/logGroup:LogGroup": LogGroup(),
    "aws:cloudwatch/metricAlarm:MetricAlarm": MetricAlarm(),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": LifecyclePolicy(),
    "aws:ecr/repository:Repository": Repository(),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": RepositoryPolicy(),
    "aws:iam/role:Role": Role(),
    "aws:iam/rolePolicy:RolePolicy": RolePolicy(),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": RolePolicyAttachment(),
}
