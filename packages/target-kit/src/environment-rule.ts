// What is wrong with the environment variables that a user adds, on any platform.
import { appEnvironment, type AppVariables } from "./app-environment.ts";
import type { AppSettings } from "./app-settings.ts";
import { configCommand } from "./config-command.ts";
import type { Rule } from "./rules.ts";
import { holdsSecret } from "./secrets.ts";

type Variables = Readonly<Record<string, string>>;

/** How a platform takes environment variables. */
export interface EnvironmentForm<S> {
  readonly platform: string;
  /** The variables that the target sets. */
  readonly variables: AppVariables<S>;
  /** Names that the platform sets or forbids. */
  readonly reserved: RegExp;
  readonly name: { readonly pattern: RegExp; readonly inWords: string };
  /** Where the platform keeps secrets. */
  readonly secretStore: string;
  /** The most bytes of all variables together, as JSON. */
  readonly mostBytes?: number;
}

const LONGEST_DIGEST = `sha256:${"0".repeat(64)}` as const;

/** The rule for `modelport:environment`. Its sentences never repeat a value. */
export function environmentRule<S extends Pick<AppSettings, "environment">>(form: EnvironmentForm<S>) {
  return ((settings) => {
    const { environment } = settings;
    if (Object.keys(environment).length === 0) return {};
    const faults = Object.entries(environment).flatMap(([name, value]) => variableFault(name, value, form) ?? []);
    const all = appEnvironment(form.variables, settings, { digest: LONGEST_DIGEST });
    return { environment: [...faults, ...sizeFaults(environment, all, form)] };
  }) satisfies Rule<S>;
}

function variableFault(
  name: string,
  value: string,
  { platform, variables, reserved, name: form, secretStore }: EnvironmentForm<never>,
): string | undefined {
  const has = `modelport:environment has ${name}`;
  const remove = `remove it with ${configCommand({ key: "environment", at: name })}`;
  const taken = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (taken !== undefined) return `${has}, which comes from ${taken.from}: ${remove}.`;
  if (reserved.test(name)) return `${has}, a name that ${platform} reserves: ${remove}.`;
  if (!form.pattern.test(name)) return `${has}, but a name ${form.inWords}: ${remove}.`;
  if (!holdsSecret(name, value)) return undefined;
  return (
    `${has}, which looks like a secret and would be stored as plain text: ${remove}, keep it in ${secretStore} and read it ` +
    "from there; the app itself needs no secret."
  );
}

function sizeFaults(environment: Variables, all: Variables, { platform, mostBytes }: EnvironmentForm<never>) {
  const bytesOf = (variables: Variables) => new TextEncoder().encode(JSON.stringify(variables)).length;
  const over = bytesOf(all) - (mostBytes ?? Infinity);
  if (over <= 0) return [];
  return [
    `modelport:environment has ${bytesOf(environment)} bytes as JSON, and ${bytesOf(all)} with the target's own variables, ` +
      `but ${platform} takes ${mostBytes} in all: shorten it by ${over}.`,
  ];
}
