export { inputFaults } from "./input-faults.ts";
export { faultsOf } from "./schema-faults.ts";
export { findSdk, placeOf, resourceTypes, type Sdk } from "./sdk.ts";
export type { Properties, Property, Shape, TypeSchema } from "./shape.ts";
export { loadSchema } from "./type-schema.ts";
