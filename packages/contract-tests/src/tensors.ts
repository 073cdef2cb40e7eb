// Rows as tensors of the Open Inference Protocol.
import type { Feature } from "@modelport/contracts";

/** A tensor as the protocol's JSON has it. */
export interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

type Row = Readonly<Record<string, unknown>>;

/** The datatype that the metadata names. */
export const DATATYPES = { number: "FP64", integer: "INT64", boolean: "BOOL", categorical: "BYTES" } as const;

/** One tensor for each field that the rows have. */
export function tensorsOf(
  features: readonly Feature[],
  rows: readonly Row[],
  nameOf = (feature: Feature) => feature.name,
) {
  return features
    .filter((feature) => rows.every((row) => Object.hasOwn(row, feature.name)))
    .map((feature): Tensor => {
      const values = rows.map((row) => row[feature.name]);
      const data = feature.type === "boolean" ? values.map(Boolean) : values;
      return { name: nameOf(feature), datatype: DATATYPES[feature.type], shape: [rows.length], data };
    });
}
