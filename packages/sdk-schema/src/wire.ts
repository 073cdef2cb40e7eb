// Values as the engine sends them: JSON, with marks for secrets, assets, archives and unknown values.
// https://github.com/pulumi/pulumi/blob/master/sdk/proto/go/... is generated from the same constants as these.

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Values = Readonly<Record<string, Value>>;

/** Replaces a value that only a cloud will know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

export function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const signatureOf = (value: Value | undefined): Value | undefined => (isObject(value) ? value[SIGNATURE] : undefined);

export const isSecret = (value: Value | undefined): boolean => signatureOf(value) === SECRET;
export const isAsset = (value: Value | undefined): boolean => signatureOf(value) === ASSET;
export const isArchive = (value: Value | undefined): boolean => signatureOf(value) === ARCHIVE;

export function sealed(value: Value): Value {
  return { [SIGNATURE]: SECRET, value };
}

/** The value without its secret marks, at every depth. */
export function plain(value: Value): Value {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  if (isSecret(value)) return plain(value["value"] ?? null);
  return mapValues(value, plain);
}

/** Applies `change` to the content of `value` and keeps its secret mark. */
export function withinSecret(value: Value, change: (inner: Value) => Value): Value {
  return isObject(value) && isSecret(value) ? { ...value, value: change(value["value"] ?? null) } : change(value);
}

export function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}

/** The text of a string or a number; empty for anything else. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The members of an object; empty for anything else. */
export function membersOf(value: Value | undefined): Values {
  return isObject(value) ? value : {};
}

/** `environment.variables["a.b"]`, `statements[0].actions`. */
export function joinPath(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
