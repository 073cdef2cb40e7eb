/** The options for starting a function. */
export interface FunctionSettings {
  readonly functionName: string;
  /** The folder of the unpacked code. */
  readonly taskRoot: string;
  /** `module.export`, for example `index.handler`. */
  readonly handler: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  /** Set in addition to Lambda's own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets every line that the function writes. */
  readonly log: (line: string) => void;
  /** Default: this process's own Node. */
  readonly node?: string | undefined;
  /** Node's arguments: the client of the Runtime API. Default: this package's own. */
  readonly bootstrap?: readonly string[] | undefined;
  /** Takes away what Lambda takes away; without it, the function sees the whole machine. */
  readonly confinement?: "lambda" | undefined;
  /** The reason for its start that the function is given; default `on-demand`. */
  readonly initialization?: "on-demand" | "provisioned-concurrency" | undefined;
  /** Default: Lambda's 10. */
  readonly initSeconds?: number | undefined;
}

/**
 * The whole environment of a function process: nothing of the caller's environment is in it.
 * Names: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionVariables(settings: FunctionSettings, runtimeApi: string): Record<string, string> {
  return {
    ...settings.environment,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    _HANDLER: settings.handler,
    LAMBDA_TASK_ROOT: settings.taskRoot,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split(".")[0]}.x`,
    AWS_REGION: settings.environment["AWS_REGION"] ?? "us-east-1",
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: settings.initialization ?? "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
  };
}
