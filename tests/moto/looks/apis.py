"""API Gateway."""

import json

from calls.names import pascal


def api(aws, i, made):
    live = aws("apigatewayv2").get_api(ApiId=made["id"])
    cors = {"CorsConfiguration": pascal(i["corsConfiguration"])} if "corsConfiguration" in i else {}
    return live, {"Name": i["name"], "ProtocolType": i["protocolType"], **cors}


def integration(aws, i, made):
    live = aws("apigatewayv2").get_integration(ApiId=i["apiId"], IntegrationId=made["id"])
    return live, {
        "IntegrationType": i["integrationType"],
        "IntegrationUri": i["integrationUri"],
        "PayloadFormatVersion": i["payloadFormatVersion"],
        "TimeoutInMillis": i["timeoutMilliseconds"],
    }


def route(aws, i, made):
    live = aws("apigatewayv2").get_route(ApiId=i["apiId"], RouteId=made["id"])
    return live, {"RouteKey": i["routeKey"], "AuthorizationType": i["authorizationType"], "Target": i["target"]}


def stage(aws, i, _made):
    live = aws("apigatewayv2").get_stage(ApiId=i["apiId"], StageName=i["name"])
    throttling = {"DefaultRouteSettings": pascal(i["defaultRouteSettings"])} if "defaultRouteSettings" in i else {}
    return live, {"AutoDeploy": i["autoDeploy"], **throttling}


def rest_api(aws, i, made):
    live = aws("apigateway").get_rest_api(restApiId=made["id"])
    return live, {"name": i["name"], "endpointConfiguration": {"types": [i["endpointConfiguration"]["types"]]}}


def rest_api_policy(aws, i, _made):
    live = aws("apigateway").get_rest_api(restApiId=i["restApiId"])
    return json.loads(live["policy"]), json.loads(i["policy"])


def rest_resource(aws, i, made):
    live = aws("apigateway").get_resource(restApiId=i["restApi"], resourceId=made["id"])
    return live, {"parentId": i["parentId"], "pathPart": i["pathPart"]}


def rest_method(aws, i, _made):
    live = aws("apigateway").get_method(restApiId=i["restApi"], resourceId=i["resourceId"], httpMethod=i["httpMethod"])
    return live, {"authorizationType": i["authorization"]}


def rest_integration(aws, i, _made):
    live = aws("apigateway").get_integration(
        restApiId=i["restApi"], resourceId=i["resourceId"], httpMethod=i["httpMethod"]
    )
    return live, {"type": i["type"], "uri": i["uri"], "timeoutInMillis": i["timeoutMilliseconds"]}


def rest_deployment(aws, i, made):
    return aws("apigateway").get_deployment(restApiId=i["restApi"], deploymentId=made["id"]), {"id": made["id"]}


def rest_stage(aws, i, _made):
    live = aws("apigateway").get_stage(restApiId=i["restApi"], stageName=i["stageName"])
    return live, {"deploymentId": i["deployment"]}


def rest_method_settings(aws, i, _made):
    live = aws("apigateway").get_stage(restApiId=i["restApi"], stageName=i["stageName"])
    return live["methodSettings"][i["methodPath"]], i["settings"]


LOOKS = {
    "aws:apigateway/deployment:Deployment": rest_deployment,
    "aws:apigateway/integration:Integration": rest_integration,
    "aws:apigateway/method:Method": rest_method,
    "aws:apigateway/methodSettings:MethodSettings": rest_method_settings,
    "aws:apigateway/resource:Resource": rest_resource,
    "aws:apigateway/restApi:RestApi": rest_api,
    "aws:apigateway/restApiPolicy:RestApiPolicy": rest_api_policy,
    "aws:apigateway/stage:Stage": rest_stage,
    "aws:apigatewayv2/api:Api": api,
    "aws:apigatewayv2/integration:Integration": integration,
    "aws:apigatewayv2/route:Route": route,
    "aws:apigatewayv2/stage:Stage": stage,
}
