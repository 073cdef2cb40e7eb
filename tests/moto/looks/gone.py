"""Nothing is left of a stack."""


def gone(aws):
    assert aws("lambda").list_functions()["Functions"] == []
    groups = aws("logs").describe_log_groups()["logGroups"]
    assert groups == [], groups
    # moto keeps a service's own roles, as AWS does.
    assert [role for role in aws("iam").list_roles()["Roles"] if not role["Path"].startswith("/aws-service-role/")] == []
    assert aws("cloudwatch").describe_alarms()["MetricAlarms"] == []
    assert aws("apigatewayv2").get_apis()["Items"] == []
    assert aws("apigateway").get_rest_apis()["items"] == []
    assert aws("ecr").describe_repositories()["repositories"] == []
    assert aws("elbv2").describe_load_balancers()["LoadBalancers"] == []
    assert aws("elbv2").describe_target_groups()["TargetGroups"] == []
    groups = aws("ec2").describe_security_groups()["SecurityGroups"]
    assert [group for group in groups if group["GroupName"] != "default"] == [], groups
    endpoints = aws("ec2").describe_vpc_endpoints()["VpcEndpoints"]
    assert [one for one in endpoints if one["State"] != "deleted"] == [], endpoints
    clusters = aws("ecs").list_clusters()["clusterArns"]
    assert [one for one in aws("ecs").describe_clusters(clusters=clusters)["clusters"] if one["status"] == "ACTIVE"] == []
    assert aws("eks").list_clusters()["clusters"] == []
    assert aws("ec2").describe_launch_templates()["LaunchTemplates"] == []
    # AWS keeps inactive revisions.
    assert aws("ecs").list_task_definitions(status="ACTIVE")["taskDefinitionArns"] == []
    assert aws("application-autoscaling").describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"] == []
