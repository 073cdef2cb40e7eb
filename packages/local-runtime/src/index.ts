export { confine, confinementLack, type Confinement } from "./confinement.ts";
export { InvocationRefused, LocalRuntimeError } from "./errors.ts";
export {
  eventShapes,
  type EventShape,
  type EventShapeName,
  type HeaderLines,
  type ShapeRequest,
  type ShapeResponse,
} from "./event-shapes/index.ts";
export { httpStream, type HttpStream } from "./http-stream.ts";
export { freePort } from "./free-port.ts";
export type { InvocationResult } from "./invocation-result.ts";
export { startLambdaEmulator, type LambdaEmulator, type LambdaEmulatorOptions } from "./lambda-emulator.ts";
export { LAMBDA_LIMITS } from "./lambda-limits.ts";
export type { StreamedInvocation } from "./streamed-invocation.ts";
export { startRuntimeApi, type Outcome, type RuntimeApi } from "./runtime-api.ts";
export { makeMemoryCgroup, memoryCgroupParent, memoryLimitLack, type MemoryCgroup } from "./memory-cgroup.ts";
export { serveLambda, type InvokeMode, type LambdaFront, type LambdaFrontOptions } from "./serve-lambda.ts";
export { clearService, inspectService, readService, startService, stopService } from "./service.ts";
export type { RunningService, ServiceArtifactKind, ServiceSpec } from "./service-types.ts";
export { removeFolder, unpack, unpackReadOnly } from "./unpack.ts";
