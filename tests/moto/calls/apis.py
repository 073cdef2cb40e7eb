"""API Gateway."""

import json

from .names import pascal


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
}
