// The types of instances that nodes can be. Each is x86_64, as the image.
export * from "@modelport/aws/instance-types";
