"""Lambda."""

from .missing import Missing
from .names import pascal


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


def provisioned_concurrency_of(i):
    return {
        "FunctionName": i["functionName"],
        "Qualifier": i["qualifier"],
        "ProvisionedConcurrentExecutions": i["provisionedConcurrentExecutions"],
    }


def alias_named(aws, i):
    return aws("lambda").get_alias(FunctionName=i["functionName"], Name=i["qualifier"])


CALLS = {
    "aws:lambda/alias:Alias": Alias(),
    "aws:lambda/function:Function": Function(),
    "aws:lambda/functionUrl:FunctionUrl": FunctionUrl(),
    "aws:lambda/permission:Permission": Permission(),
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": Missing(
        "lambda", "put_provisioned_concurrency_config", provisioned_concurrency_of, alias_named
    ),
}
