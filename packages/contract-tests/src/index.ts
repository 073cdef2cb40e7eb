export type { Capabilities, Door, DoorRequest, DoorResponse, ExpectedModel, GoldenRow } from "./door.ts";
export { describeInferenceApi } from "./inference-api.ts";
export { overHttp } from "./over-http.ts";
export { readExpectedModel } from "./expected-model.ts";
