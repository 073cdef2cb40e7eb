// The task's one container, as plain data.
import { appEnvironment, type DeployableArtifact } from "@modelport/target-kit";
import { variables } from "../environment.ts";
import { facts } from "../facts.ts";
import type { EcsSettings } from "../settings.ts";

export const CONTAINER = { name: "api", port: 8000 } as const;

/** What the SSM agent of ECS Exec writes to: https://github.com/aws/containers-roadmap/issues/1359 */
const EXEC_FOLDERS = { "ssm-state": "/var/lib/amazon", "ssm-logs": "/var/log/amazon" } as const;

export interface ContainerArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: EcsSettings;
  readonly image: string;
  readonly logGroup: string;
  readonly region: string;
}

/** The empty volumes of a task, which its container mounts. */
export const volumesOf = ({ ecsExec }: Pick<EcsSettings, "ecsExec">) =>
  ecsExec ? Object.keys(EXEC_FOLDERS).map((name) => ({ name })) : [];

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export function containerOf({ artifact, settings, image, logGroup, region }: ContainerArgs) {
  const environment = Object.entries(appEnvironment(variables, settings, artifact));
  return {
    name: CONTAINER.name,
    image,
    essential: true,
    portMappings: [
      { containerPort: CONTAINER.port, hostPort: CONTAINER.port, protocol: "tcp", name: "http", appProtocol: "http" },
    ],
    // By name, which is how AWS returns them.
    environment: environment.toSorted(byName).map(([name, value]) => ({ name, value })),
    user: "1000",
    readonlyRootFilesystem: true,
    ...execution(settings),
    stopTimeout: facts.timeouts.value.graceSeconds,
    // Without a shell and curl, which the image lacks. It restarts a process that hangs; the load balancer decides about requests.
    healthCheck: { command: ["CMD", "node", "/app/health.mjs"], interval: 30, timeout: 5, retries: 3, startPeriod: 30 },
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroup,
        "awslogs-region": region,
        "awslogs-stream-prefix": CONTAINER.name,
        // The app goes on serving while CloudWatch does not take lines; what exceeds the buffer is lost.
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
}

/** ECS Exec runs an agent as root beside the app: it writes, and leaves processes behind that an init process must collect. */
function execution({ ecsExec }: EcsSettings) {
  if (!ecsExec) return { linuxParameters: { capabilities: { drop: ["ALL"] } } };
  const mountPoints = Object.entries(EXEC_FOLDERS).map(([sourceVolume, containerPath]) => ({
    sourceVolume,
    containerPath,
    readOnly: false,
  }));
  return { linuxParameters: { initProcessEnabled: true }, mountPoints };
}

const byName = ([one]: [string, string], [other]: [string, string]): number => (one < other ? -1 : 1);
