// IAM policies as JSON, in the form that AWS stores, so that no `up` sees a difference.

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: Readonly<Record<string, string | readonly string[]>> | "*";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const policyDocument = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

interface Trust {
  readonly Condition?: Statement["Condition"];
  /** Whether the service tags its sessions, as those of EKS do. */
  readonly tagsSessions?: boolean;
}

/** The trust policy of a role that `service` (`lambda.amazonaws.com`) assumes, under `Condition` if there is one. */
export const assumedBy = (service: string, { Condition, tagsSessions = false }: Trust = {}): string =>
  policyDocument({
    Effect: "Allow",
    Action: tagsSessions ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
    Principal: { Service: service },
    ...(Condition && { Condition }),
  });

/** Writes into one log group, which exists, so that nothing needs permission to create log groups. */
export const writesLog = (logGroupArn: string): string =>
  policyDocument({
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: `${logGroupArn}:*`,
  });
