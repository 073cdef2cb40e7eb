// Outputs that are derived from secret inputs are secret.
import { isObject, isSecret, plain, sealed, type Value, type Values } from "@modelport/sdk-schema/wire";

/** The strings and numbers that are marked as secret, plain and in the base64 form that Kubernetes stores. */
function secretTexts(value: Value, within = false): readonly string[] {
  if (isObject(value)) {
    const inside = within || isSecret(value);
    return isSecret(value)
      ? secretTexts(plain(value), true)
      : Object.values(value).flatMap((item) => secretTexts(item, inside));
  }
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((item) => secretTexts(item, within));
  if (!within || (typeof value !== "string" && typeof value !== "number")) return [];
  const text = String(value);
  return text === "" ? [] : [text, Buffer.from(text).toString("base64")];
}

/** Marks every output that contains a secret input as secret as a whole, unless it is marked already. */
export function withSecrets(outputs: Values, inputs: Values): Values {
  const texts = secretTexts(inputs).map((text) => JSON.stringify(text).slice(1, -1));
  if (texts.length === 0) return outputs;
  const entries = Object.entries(outputs).map(([name, value]): [string, Value] => {
    const open = JSON.stringify(unsealedParts(value));
    return [name, texts.some((text) => open.includes(text)) ? sealed(plain(value)) : value];
  });
  return Object.fromEntries(entries);
}

/** The part of a value that the state shows in plain text. */
function unsealedParts(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(unsealedParts);
  if (!isObject(value)) return value;
  if (isSecret(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unsealedParts(item)]));
}
