// The stand-in as a gRPC service: `pulumirpc.ResourceProvider` (https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto).
// Written on the protocol itself: `@pulumi/pulumi/provider` supports neither previews nor detailed differences.
import type grpc from "@grpc/grpc-js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import structProto from "google-protobuf/google/protobuf/struct_pb.js";
import type { Message } from "google-protobuf";
import pluginProto from "@pulumi/pulumi/proto/plugin_pb.js";
import providerProto from "@pulumi/pulumi/proto/provider_pb.js";
import type * as requests from "@pulumi/pulumi/proto/provider_pb.js";
import { errorOf } from "./half-done.ts";
import type { Changing, Checked, Differing, StandIn } from "./stand-in.ts";
import type { Values } from "@modelport/sdk-schema/wire";

type Struct = InstanceType<typeof structProto.Struct>;

const toValues = (struct: Struct | undefined): Values => struct?.toJavaScript() ?? {};
const toStruct = (values: Values): Struct => structProto.Struct.fromJavaScript({ ...values });

function checkResponse({ inputs, failures }: Checked): Message {
  const response = new providerProto.CheckResponse();
  response.setInputs(toStruct(inputs));
  response.setFailuresList(failures.map(failure));
  return response;
}

/** Without a property, because the engine prints the value of a property, which may be a secret. */
function failure(reason: string): requests.CheckFailure {
  const message = new providerProto.CheckFailure();
  message.setReason(reason);
  return message;
}

const { Kind } = providerProto.PropertyDiff;
const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

function diffResponse({ changes, deleteBeforeReplace }: Differing): Message {
  const response = new providerProto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = providerProto.DiffResponse.DiffChanges;
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  response.setDiffsList([...new Set(changes.map(({ keys }) => String(keys[0])))]);
  response.setReplacesList(changes.filter(({ replaces }) => replaces).map(({ path }) => path));
  response.setDeletebeforereplace(deleteBeforeReplace);
  for (const { path, kind, replaces } of changes) {
    const detail = new providerProto.PropertyDiff();
    detail.setKind(KINDS[kind][replaces ? 1 : 0]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}

function configureResponse(): Message {
  const response = new providerProto.ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  return response;
}

function changingOf(request: requests.DiffRequest | requests.UpdateRequest): Changing {
  return {
    olds: toValues(request.getOlds()),
    oldInputs: toValues(request.getOldInputs()),
    news: toValues(request.getNews()),
  };
}

type Handlers = Readonly<Record<string, (request: never) => Message | Promise<Message>>>;

function handlersOf(standIn: StandIn): Handlers {
  return {
    getPluginInfo: () => {
      const response = new pluginProto.PluginInfo();
      response.setVersion(standIn.version);
      return response;
    },
    attach: () => new emptyProto.Empty(),
    cancel: () => new emptyProto.Empty(),
    getSchema: () => {
      const response = new providerProto.GetSchemaResponse();
      response.setSchema("{}");
      return response;
    },
    checkConfig: async (request: requests.CheckRequest) =>
      checkResponse(await standIn.checkConfig(toValues(request.getNews()))),
    diffConfig: (request: requests.DiffRequest) =>
      diffResponse(standIn.diffConfig(toValues(request.getOldInputs()), toValues(request.getNews()))),
    configure: (request: requests.ConfigureRequest) => {
      standIn.configure(toValues(request.getArgs()), request.getName() || undefined);
      return configureResponse();
    },
    check: async (request: requests.CheckRequest) =>
      checkResponse(await standIn.check(request.getUrn(), toValues(request.getOlds()), toValues(request.getNews()))),
    diff: async (request: requests.DiffRequest) =>
      diffResponse(await standIn.diff(request.getUrn(), changingOf(request))),
    create: async (request: requests.CreateRequest) => {
      const made = await standIn.create(request.getUrn(), toValues(request.getProperties()), request.getPreview());
      const response = new providerProto.CreateResponse();
      response.setId(made.id);
      response.setProperties(toStruct(made.outputs));
      return response;
    },
    read: async (request: requests.ReadRequest) => {
      const found = await standIn.read(request.getUrn(), request.getId(), toValues(request.getProperties()));
      const response = new providerProto.ReadResponse();
      if (found === undefined) return response;
      response.setId(request.getId());
      response.setProperties(toStruct(found.outputs));
      response.setInputs(toStruct(found.inputs));
      return response;
    },
    update: async (request: requests.UpdateRequest) => {
      const response = new providerProto.UpdateResponse();
      response.setProperties(
        toStruct(await standIn.update(request.getUrn(), request.getId(), changingOf(request), request.getPreview())),
      );
      return response;
    },
    delete: async (request: requests.DeleteRequest) => {
      await standIn.delete(request.getUrn(), request.getId(), toValues(request.getProperties()));
      return new emptyProto.Empty();
    },
    invoke: async (request: requests.InvokeRequest) => {
      const { answer, failures } = await standIn.invoke(request.getTok(), toValues(request.getArgs()));
      const response = new providerProto.InvokeResponse();
      response.setReturn(toStruct(answer ?? {}));
      response.setFailuresList(failures.map(failure));
      return response;
    },
  };
}

export function serviceOf(standIn: StandIn): grpc.UntypedServiceImplementation {
  const methods = Object.entries(handlersOf(standIn)).map(([method, handle]) => [
    method,
    async (call: grpc.ServerUnaryCall<unknown, Message>, callback: grpc.sendUnaryData<Message>) => {
      try {
        callback(null, await handle(call.request as never));
      } catch (error) {
        callback(errorOf(error));
      }
    },
  ]);
  return Object.fromEntries(methods) as grpc.UntypedServiceImplementation;
}
