export type {
  Capabilities,
  Endpoint,
  EndpointRequest,
  EndpointResponse,
  ExpectedModel,
  GoldenRow,
} from "./endpoint.ts";
export { badRequests } from "./bad-requests.ts";
export { describeInferenceApi } from "./inference-api.ts";
export { overEvents } from "./over-events.ts";
export { overHttp } from "./over-http.ts";
export { writeOnnx } from "./onnx-writer.ts";
export { leaveOut, optionalMembers, optionalMembersOf } from "./optional-members.ts";
export { readExpectedModel } from "./expected-model.ts";
export { writeRandomModel } from "./random-model.ts";
