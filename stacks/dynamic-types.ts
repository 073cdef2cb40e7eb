// Types of the dynamic resources. Types alone: what their providers run is text in the engine's state, and captures nothing.
import type * as pulumi from "@pulumi/pulumi";

/** The configuration of the stack, decrypted, as the engine hands it to the process that runs a provider. */
type StackConfig = pulumi.dynamic.ConfigureRequest["config"];

/** A provider that keeps the stack's configuration in its process. */
export type ConfiguredProvider<Inputs, Outputs> = pulumi.dynamic.ResourceProvider<Inputs, Outputs> & {
  config?: StackConfig;
};

/** The members of `T`, of which the engine may know some only later. */
export type Later<T> = { readonly [K in keyof T]: pulumi.Input<T[K]> };
