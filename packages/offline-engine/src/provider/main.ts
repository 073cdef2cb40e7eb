// The process that the engine starts as `pulumi-resource-<package>`: it prints its port and serves until it is killed.
import grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { openBook } from "./account.ts";
import { openCloud } from "./cloud.ts";
import { serviceOf } from "./service.ts";
import { StandIn } from "./stand-in.ts";
import { surroundingsFrom } from "./surroundings.ts";

/** The largest message of the engine itself. */
const MESSAGE_BYTES = 1024 * 1024 * 400;

const [pulumiPackage = ""] = process.argv.slice(2);
const { cloudFolder, ...surroundings } = surroundingsFrom(process.env);
const standIn = new StandIn(pulumiPackage, {
  ...surroundings,
  cloud: openCloud(cloudFolder),
  book: openBook(cloudFolder),
});
const server = new grpc.Server({
  "grpc.max_receive_message_length": MESSAGE_BYTES,
  "grpc.max_send_message_length": MESSAGE_BYTES,
});
server.addService(ResourceProviderService, serviceOf(standIn));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
