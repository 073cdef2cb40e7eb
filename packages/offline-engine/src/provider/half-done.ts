// A change that fails halfway. HashiCorp's SDK nevertheless keeps what was planned in the state ("How errors
// affect state": https://github.com/hashicorp/terraform-provider-tfe/pull/498), and the bridge passes that on (initializationError
// in https://github.com/pulumi/pulumi-terraform-bridge/blob/master/pkg/tfbridge/provider.go): the next update sees no difference.
import grpc from "@grpc/grpc-js";
import anyProto from "google-protobuf/google/protobuf/any_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import providerProto from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";
import type { StoredObject } from "./cloud.ts";
import type { Refusal } from "./facts/behavior.ts";
import type { Values } from "@modelport/sdk-schema/wire";

/** The cloud's final message, and what it had not done by then. */
export interface LateRefusal {
  readonly words: string;
  readonly undone: NonNullable<Refusal["late"]>;
}

export class HalfDone extends Error {
  override readonly name = "HalfDone";
  readonly id: string;
  /** What goes into the state. */
  readonly planned: Values;

  constructor(message: string, id: string, planned: Values) {
    super(message);
    this.id = id;
    this.planned = planned;
  }
}

/** What the cloud has then: `after`, with the earlier values of the members of `undone`. */
export function halfDone(after: StoredObject, { undone }: LateRefusal, before: StoredObject | undefined): StoredObject {
  const { inputs = [], outputs = [] } = undone;
  return {
    ...after,
    inputs: asBefore(after.inputs, before?.inputs, inputs),
    outputs: asBefore(after.outputs, before?.outputs, [...inputs, ...outputs]),
  };
}

/** What the state says: everything that was planned, with the earlier values of what only the cloud can answer. */
export const plannedState = (outputs: Values, { undone }: LateRefusal, before: Values | undefined): Values =>
  before === undefined ? outputs : asBefore(outputs, before, undone.outputs ?? []);

function asBefore(after: Values, before: Values | undefined, names: readonly string[]): Values {
  const kept = Object.entries(after).filter(([name]) => !names.includes(name));
  const old = Object.entries(before ?? {}).filter(([name]) => names.includes(name));
  return Object.fromEntries([...kept, ...old]);
}

/** In the form that the engine accepts: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto, ErrorResourceInitFailed. */
export function errorOf(error: unknown): Partial<grpc.StatusObject> {
  const message = error instanceof Error ? error.message : String(error);
  const answer = { code: grpc.status.UNKNOWN, details: message };
  if (!(error instanceof HalfDone)) return answer;
  const failed = new providerProto.ErrorResourceInitFailed();
  failed.setId(error.id);
  failed.setProperties(structProto.Struct.fromJavaScript({ ...error.planned }));
  failed.setReasonsList([message]);
  const packed = new anyProto.Any();
  packed.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusProto.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { ...answer, metadata };
}
