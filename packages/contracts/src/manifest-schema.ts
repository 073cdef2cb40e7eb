// The schema of a manifest (model/manifest.json), from which validation, OpenAPI and documentation are generated.
import { z } from "zod";

const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "must be snake_case, at most 64 characters");
const alias = z.string().regex(/^[A-Za-z][A-Za-z0-9_ .-]{0,63}$/, "must start with a letter, at most 64 characters");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal");
const label = z.strictObject({ en: z.string().min(1), es: z.string().min(1).optional() });

const featureBase = {
  name: fieldName,
  aliases: z.array(alias).default([]),
  label: label.optional(),
  description: z.string().min(1),
  unit: z.string().optional(),
};
const numeric = {
  ...featureBase,
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  example: z.number(),
  default: z.number().optional(),
};
const flag = z.union([z.literal(0), z.literal(1), z.boolean()]);

const featureSchema = z
  .discriminatedUnion("type", [
    z.strictObject({ ...numeric, type: z.literal("number") }),
    z.strictObject({ ...numeric, type: z.literal("integer") }),
    z.strictObject({ ...featureBase, type: z.literal("boolean"), example: flag, default: flag.optional() }),
    z.strictObject({
      ...featureBase,
      type: z.literal("categorical"),
      /** The code of a category is its index here. */
      categories: z.array(z.string().min(1)).min(2),
      example: z.string(),
      default: z.string().optional(),
    }),
  ])
  .superRefine((feature, context) => {
    for (const key of ["example", "default"] as const) {
      const value = feature[key];
      const fault = value === undefined ? undefined : outside(feature, value);
      if (fault !== undefined) context.addIssue({ code: "custom", path: [key], message: fault });
    }
  });

const tensorSchema = z.strictObject({
  name: z.string().min(1),
  type: z.literal("float32", { error: ({ input }) => `is ${JSON.stringify(input)}, but only "float32" is served` }),
  /** -1 is the number of rows. */
  shape: z.array(z.int().min(-1)).min(1).max(2),
});

const outputBase = { name: fieldName, description: z.string().min(1), decimals: z.int().min(0).max(8) };
const outputSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...outputBase,
    kind: z.literal("binary"),
    labelName: fieldName,
    labels: z.strictObject({ positive: z.string().min(1), negative: z.string().min(1) }),
    threshold: z.number().min(0).max(1),
    recommendedThreshold: z.number().min(0).max(1).optional(),
    bands: z.array(z.strictObject({ name: z.string().min(1), below: z.number().optional() })).optional(),
  }),
  z.strictObject({
    ...outputBase,
    kind: z.literal("multiclass"),
    labelName: fieldName,
    /** In the order of the score's columns. */
    labels: z.array(z.string().min(1)).min(2).max(100),
  }),
  z.strictObject({ ...outputBase, kind: z.literal("regression"), unit: z.string().min(1).optional() }),
]);

/** Each part by itself; manifest-rules.ts checks that they agree. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  manifestVersion: z.literal(1),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "must be lower case with hyphens, at most 63 characters"),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, "must be a semantic version such as 1.2.0"),
  title: z.string().min(1),
  description: z.string().min(1),
  license: z.string().min(1),
  synthetic: z.boolean(),
  onnx: z.strictObject({
    file: z.string().regex(/^[A-Za-z0-9._-]+\.onnx$/, "must be a file name that ends in .onnx"),
    sha256,
    bytes: z.int().positive(),
    opset: z.int().positive(),
    irVersion: z.int().positive(),
    input: tensorSchema,
    outputs: z.strictObject({
      score: tensorSchema,
      logit: tensorSchema.optional(),
      contributions: tensorSchema.optional(),
      terms: tensorSchema.optional(),
    }),
  }),
  features: z.array(featureSchema).min(1).max(512),
  output: outputSchema,
  explanation: z
    .strictObject({
      method: z.string().min(1),
      unit: z.string().min(1),
      baseline: z.strictObject({ value: z.number(), meaning: z.string().min(1) }),
      pairConvention: z.string().optional(),
      terms: z.array(z.strictObject({ features: z.array(fieldName).min(1).max(2) })).optional(),
    })
    .optional(),
  selfCheck: z.strictObject({
    instance: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** One number; for a multiclass model one per class. */
    score: z.union([z.number(), z.array(z.number())]),
    logit: z.number().optional(),
    tolerance: z.number().positive(),
  }),
  metrics: z.record(z.string(), z.unknown()).optional(),
  training: z.record(z.string(), z.unknown()).optional(),
});

/**
 * One trained model: its ONNX file, its fields in the order of the input tensor's columns, its output and its wording.
 */
export type Manifest = z.infer<typeof manifestSchema>;
/** One input field: `number`, `integer`, `boolean` (0, 1, true, false) or `categorical` (code = index of the category). */
export type Feature = Manifest["features"][number];
/** The model's output: `binary` (a probability and one of two labels), `multiclass` or `regression` (a number). */
export type Output = Manifest["output"];
/** A float32 tensor of the ONNX file; -1 in `shape` is the number of rows. */
export type OutputTensor = z.infer<typeof tensorSchema>;

function outside(feature: z.input<typeof featureSchema>, value: string | number | boolean): string | undefined {
  if (feature.type === "categorical") {
    return feature.categories.includes(String(value)) ? undefined : `"${value}" is not one of its categories`;
  }
  if (feature.type === "boolean") return undefined;
  const number = Number(value);
  if (feature.type === "integer" && !Number.isInteger(number)) return `${number} is not an integer`;
  if (number < (feature.minimum ?? -Infinity)) return `${number} is below its minimum ${feature.minimum}`;
  if (number > (feature.maximum ?? Infinity)) return `${number} is above its maximum ${feature.maximum}`;
  return undefined;
}
