// What the numeric datatypes of the Open Inference Protocol can hold.
import { shown } from "@modelport/contracts";

interface Range {
  readonly least: number;
  readonly most: number;
}

const integer = (bits: number): Range => ({ least: -(2 ** (bits - 1)), most: 2 ** (bits - 1) - 1 });
const unsigned = (bits: number): Range => ({ least: 0, most: 2 ** bits - 1 });
const float = (most: number): Range => ({ least: -most, most });

const RANGES: Readonly<Record<string, Range>> = {
  INT8: integer(8),
  INT16: integer(16),
  INT32: integer(32),
  INT64: integer(64),
  UINT8: unsigned(8),
  UINT16: unsigned(16),
  UINT32: unsigned(32),
  UINT64: unsigned(64),
  FP16: float(65_504),
  FP32: float(3.4028234663852886e38),
};

/**
 * A sentence about the first number that `datatype` cannot hold, even if the field itself would accept it; undefined if
 * there is none. Values that are not numbers are left to the field.
 */
export function misfit(name: string, datatype: string, values: readonly unknown[]): string | undefined {
  const range = RANGES[datatype];
  if (!range) return undefined;
  const isWhole = /^U?INT/.test(datatype);
  const row = values.findIndex(
    (value) =>
      typeof value === "number" && (value < range.least || value > range.most || (isWhole && !Number.isInteger(value))),
  );
  return row < 0
    ? undefined
    : `${name} has the datatype ${datatype}, but its value in row ${row} is ${shown(values[row])}.`;
}
