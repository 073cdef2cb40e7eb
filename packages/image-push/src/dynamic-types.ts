// Types of the dynamic resources, and nothing else: their providers are stored as text and capture nothing.
import type * as pulumi from "@pulumi/pulumi";

/** The stack's configuration, decrypted, in the process that runs a provider. */
type StackConfig = pulumi.dynamic.ConfigureRequest["config"];

/** A provider that knows the stack's configuration. */
export type ConfiguredProvider<Inputs, Outputs> = pulumi.dynamic.ResourceProvider<Inputs, Outputs> & {
  config?: StackConfig;
};

/** The members of `T`, some of which the engine may know only later. */
export type Later<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };
