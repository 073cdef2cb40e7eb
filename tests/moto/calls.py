"""The calls to AWS for each resource of the stack, as @pulumi/aws makes them: create and delete.

A resource's inputs are those that the engine recorded; names of inputs differ from AWS's own only in their first letter, except
for what is written out here. Each `create` returns the outputs that later resources may refer to.
"""

import json


def pascal(value):
    """`inputs` with every name as AWS writes it."""
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: pascal(member) for name, member in value.items()}
    return [pascal(member) for member in value] if isinstance(value, list) else value


class Role:
    def create(self, aws, i, _files):
        tags = [{"Key": key, "Value": value} for key, value in i["tags"].items()]
        made = aws("iam").create_role(
            RoleName=i["name"], AssumeRolePolicyDocument=i["assumeRolePolicy"], Tags=tags
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


class LogGroup:
    def create(self, aws, i, _files):
        aws("logs").create_log_group(logGroupName=i["name"], tags=i["tags"])
        aws("logs").put_retention_policy(logGroupName=i["name"], retentionInDays=i["retentionInDays"])
        [group] = aws("logs").describe_log_groups(logGroupNamePrefix=i["name"])["logGroups"]
        return {"id": i["name"], "arn": group["arn"].removesuffix(":*"), "name": i["name"]}

    def delete(self, aws, i, _made):
        aws("logs").delete_log_group(logGroupName=i["name"])


class Function:
    def create(self, aws, i, files):
        image = i["packageType"] == "Image"
        code = {"ImageUri": i["imageUri"]} if image else {"ZipFile": files["zip"]}
        of_zip = {} if image else {"Runtime": i["runtime"], "Handler": i["handler"]}
        of_image = {"ImageConfig": {"Command": i["imageConfig"]["commands"]}} if image else {}
        vpc = {"VpcConfig": pascal(i["vpcConfig"])} if "vpcConfig" in i else {}
        made = aws("lambda").create_function(
            FunctionName=i["name"],
            PackageType=i["packageType"],
            Code=code,
            Role=i["role"],
            MemorySize=i["memorySize"],
            Timeout=i["timeout"],
            Architectures=i["architectures"],
            Environment=pascal_environment(i),
            LoggingConfig=pascal(i["loggingConfig"]),
            TracingConfig=pascal(i["tracingConfig"]),
            Publish=i["publish"],
            Tags=i["tags"],
            **of_zip,
            **of_image,
            **vpc,
        )
        if "reservedConcurrentExecutions" in i:
            aws("lambda").put_function_concurrency(
                FunctionName=i["name"], ReservedConcurrentExecutions=i["reservedConcurrentExecutions"]
            )
        arn = made["FunctionArn"]
        return {"id": i["name"], "name": i["name"], "arn": arn, "version": made["Version"]}

    def delete(self, aws, i, _made):
        aws("lambda").delete_function(FunctionName=i["name"])


def pascal_environment(i):
    return {"Variables": i["environment"]["variables"]}


class Alias:
    def create(self, aws, i, _files):
        made = aws("lambda").create_alias(
            FunctionName=i["functionName"], Name=i["name"], FunctionVersion=i["functionVersion"]
        )
        arn = made["AliasArn"]
        region = aws("lambda").meta.region_name
        invoke = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"
        return {"id": f"{i['functionName']}/{i['name']}", "name": i["name"], "arn": arn, "invokeArn": invoke}

    def delete(self, aws, i, _made):
        aws("lambda").delete_alias(FunctionName=i["functionName"], Name=i["name"])


class FunctionUrl:
    def create(self, aws, i, _files):
        cors = {"Cors": pascal(i["cors"])} if "cors" in i else {}
        made = aws("lambda").create_function_url_config(
            FunctionName=i["functionName"],
            Qualifier=i["qualifier"],
            AuthType=i["authorizationType"],
            InvokeMode=i["invokeMode"],
            **cors,
        )
        return {"id": f"{i['functionName']}/{i['qualifier']}", "functionUrl": made["FunctionUrl"]}

    def delete(self, aws, i, _made):
        aws("lambda").delete_function_url_config(FunctionName=i["functionName"], Qualifier=i["qualifier"])


class Permission:
    def create(self, aws, i, _files):
        names = {
            "functionUrlAuthType": "FunctionUrlAuthType",
            "invokedViaFunctionUrl": "InvokedViaFunctionUrl",
            "sourceArn": "SourceArn",
        }
        more = {aws_name: i[name] for name, aws_name in names.items() if name in i}
        aws("lambda").add_permission(
            FunctionName=i["function"],
            Qualifier=i["qualifier"],
            StatementId=i["statementId"],
            Action=i["action"],
            Principal=i["principal"],
            **more,
        )
        return {"id": i["statementId"]}

    def delete(self, aws, i, _made):
        aws("lambda").remove_permission(
            FunctionName=i["function"], Qualifier=i["qualifier"], StatementId=i["statementId"]
        )


class MetricAlarm:
    def create(self, aws, i, _files):
        dimensions = [{"Name": name, "Value": value} for name, value in i["dimensions"].items()]
        tags = [{"Key": key, "Value": value} for key, value in i["tags"].items()]
        renamed = {
            "AlarmName": i["name"],
            "AlarmActions": i["alarmActions"],
            "OKActions": i["okActions"],
            "Dimensions": dimensions,
            "Tags": tags,
        }
        plain = pascal({name: i[name] for name in i if name not in ("name", "alarmActions", "okActions", "dimensions", "tags")})
        aws("cloudwatch").put_metric_alarm(**plain, **renamed)
        return {"id": i["name"]}

    def delete(self, aws, i, _made):
        aws("cloudwatch").delete_alarms(AlarmNames=[i["name"]])


class Repository:
    def create(self, aws, i, _files):
        tags = [{"Key": key, "Value": value} for key, value in i["tags"].items()]
        made = aws("ecr").create_repository(
            repositoryName=i["name"],
            imageTagMutability=i["imageTagMutability"],
            imageScanningConfiguration=i["imageScanningConfiguration"],
            tags=tags,
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


class Api:
    def create(self, aws, i, _files):
        cors = {"CorsConfiguration": pascal(i["corsConfiguration"])} if "corsConfiguration" in i else {}
        made = aws("apigatewayv2").create_api(
            Name=i["name"], ProtocolType=i["protocolType"], Tags=i["tags"], **cors
        )
        region = aws("apigatewayv2").meta.region_name
        arn = f"arn:aws:execute-api:{region}:123456789012:{made['ApiId']}"
        return {"id": made["ApiId"], "apiEndpoint": made["ApiEndpoint"], "executionArn": arn}

    def delete(self, aws, _i, made):
        aws("apigatewayv2").delete_api(ApiId=made["id"])


class Integration:
    def create(self, aws, i, _files):
        made = aws("apigatewayv2").create_integration(
            ApiId=i["apiId"],
            IntegrationType=i["integrationType"],
            IntegrationMethod=i["integrationMethod"],
            IntegrationUri=i["integrationUri"],
            PayloadFormatVersion=i["payloadFormatVersion"],
            TimeoutInMillis=i["timeoutMilliseconds"],
        )
        return {"id": made["IntegrationId"]}

    def delete(self, aws, i, made):
        aws("apigatewayv2").delete_integration(ApiId=i["apiId"], IntegrationId=made["id"])


class Route:
    def create(self, aws, i, _files):
        made = aws("apigatewayv2").create_route(
            ApiId=i["apiId"], RouteKey=i["routeKey"], AuthorizationType=i["authorizationType"], Target=i["target"]
        )
        return {"id": made["RouteId"]}

    def delete(self, aws, i, made):
        aws("apigatewayv2").delete_route(ApiId=i["apiId"], RouteId=made["id"])


class Stage:
    def create(self, aws, i, _files):
        more = {"DefaultRouteSettings": pascal(i["defaultRouteSettings"])} if "defaultRouteSettings" in i else {}
        aws("apigatewayv2").create_stage(
            ApiId=i["apiId"], StageName=i["name"], AutoDeploy=i["autoDeploy"], Tags=i["tags"], **more
        )
        return {"id": i["name"]}

    def delete(self, aws, i, _made):
        aws("apigatewayv2").delete_stage(ApiId=i["apiId"], StageName=i["name"])


class RestApi:
    def create(self, aws, i, _files):
        types = i["endpointConfiguration"]["types"]
        made = aws("apigateway").create_rest_api(
            name=i["name"], endpointConfiguration={"types": [types]}, tags=i["tags"]
        )
        [root] = aws("apigateway").get_resources(restApiId=made["id"])["items"]
        region = aws("apigateway").meta.region_name
        arn = f"arn:aws:execute-api:{region}:123456789012:{made['id']}"
        return {"id": made["id"], "rootResourceId": root["id"], "executionArn": arn}

    def delete(self, aws, _i, made):
        aws("apigateway").delete_rest_api(restApiId=made["id"])


class RestApiPolicy:
    def create(self, aws, i, _files):
        self.put(aws, i, i["policy"])
        return {"id": i["restApiId"]}

    def delete(self, aws, i, _made):
        self.put(aws, i, "")

    def put(self, aws, i, policy):
        patch = {"op": "replace", "path": "/policy", "value": policy}
        aws("apigateway").update_rest_api(restApiId=i["restApiId"], patchOperations=[patch])


class RestResource:
    def create(self, aws, i, _files):
        made = aws("apigateway").create_resource(
            restApiId=i["restApi"], parentId=i["parentId"], pathPart=i["pathPart"]
        )
        return {"id": made["id"]}

    def delete(self, aws, i, made):
        aws("apigateway").delete_resource(restApiId=i["restApi"], resourceId=made["id"])


class RestMethod:
    def create(self, aws, i, _files):
        aws("apigateway").put_method(
            restApiId=i["restApi"],
            resourceId=i["resourceId"],
            httpMethod=i["httpMethod"],
            authorizationType=i["authorization"],
        )
        return {"id": f"agm-{i['resourceId']}"}

    def delete(self, aws, i, _made):
        aws("apigateway").delete_method(
            restApiId=i["restApi"], resourceId=i["resourceId"], httpMethod=i["httpMethod"]
        )


class RestIntegration:
    def create(self, aws, i, _files):
        aws("apigateway").put_integration(
            restApiId=i["restApi"],
            resourceId=i["resourceId"],
            httpMethod=i["httpMethod"],
            type=i["type"],
            integrationHttpMethod=i["integrationHttpMethod"],
            uri=i["uri"],
            timeoutInMillis=i["timeoutMilliseconds"],
        )
        return {"id": f"agi-{i['resourceId']}"}

    def delete(self, aws, i, _made):
        aws("apigateway").delete_integration(
            restApiId=i["restApi"], resourceId=i["resourceId"], httpMethod=i["httpMethod"]
        )


class RestDeployment:
    def create(self, aws, i, _files):
        return {"id": aws("apigateway").create_deployment(restApiId=i["restApi"])["id"]}

    def delete(self, aws, i, made):
        aws("apigateway").delete_deployment(restApiId=i["restApi"], deploymentId=made["id"])


class RestStage:
    def create(self, aws, i, _files):
        aws("apigateway").create_stage(
            restApiId=i["restApi"], stageName=i["stageName"], deploymentId=i["deployment"], tags=i["tags"]
        )
        return {"id": f"ags-{i['restApi']}-{i['stageName']}"}

    def delete(self, aws, i, _made):
        aws("apigateway").delete_stage(restApiId=i["restApi"], stageName=i["stageName"])


class RestMethodSettings:
    PATHS = {"throttlingRateLimit": "throttling/rateLimit", "throttlingBurstLimit": "throttling/burstLimit"}

    def create(self, aws, i, _files):
        patches = [
            {"op": "replace", "path": f"/{i['methodPath']}/{self.PATHS[name]}", "value": json.dumps(value)}
            for name, value in i["settings"].items()
        ]
        aws("apigateway").update_stage(restApiId=i["restApi"], stageName=i["stageName"], patchOperations=patches)
        return {"id": f"{i['restApi']}-{i['stageName']}-{i['methodPath']}"}

    def delete(self, aws, i, _made):
        """They are deleted with the stage."""


CALLS = {
    "aws:apigateway/deployment:Deployment": RestDeployment(),
    "aws:apigateway/integration:Integration": RestIntegration(),
    "aws:apigateway/method:Method": RestMethod(),
    "aws:apigateway/methodSettings:MethodSettings": RestMethodSettings(),
    "aws:apigateway/resource:Resource": RestResource(),
    "aws:apigateway/restApi:RestApi": RestApi(),
    "aws:apigateway/restApiPolicy:RestApiPolicy": RestApiPolicy(),
    "aws:apigateway/stage:Stage": RestStage(),
    "aws:apigatewayv2/api:Api": Api(),
    "aws:apigatewayv2/integration:Integration": Integration(),
    "aws:apigatewayv2/route:Route": Route(),
    "aws:apigatewayv2/stage:Stage": Stage(),
    "aws:cloudwatch/logGroup:LogGroup": LogGroup(),
    "aws:cloudwatch/metricAlarm:MetricAlarm": MetricAlarm(),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": LifecyclePolicy(),
    "aws:ecr/repository:Repository": Repository(),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": RepositoryPolicy(),
    "aws:iam/role:Role": Role(),
    "aws:iam/rolePolicy:RolePolicy": RolePolicy(),
    "aws:lambda/alias:Alias": Alias(),
    "aws:lambda/function:Function": Function(),
    "aws:lambda/functionUrl:FunctionUrl": FunctionUrl(),
    "aws:lambda/permission:Permission": Permission(),
}
