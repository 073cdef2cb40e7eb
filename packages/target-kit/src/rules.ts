// Rules across settings: what a platform refuses of settings that are each valid on their own.
import type * as z from "zod";
import { configCommand } from "./config-command.ts";

/** A sentence (or several) for each setting to blame. */
type BrokenRules<S> = { readonly [K in keyof S]?: string | readonly string[] };

/** What is wrong with `settings` taken together; an empty object if nothing is. */
export type Rule<S> = (settings: S) => BrokenRules<S>;

/** What the sentences of a target's rules are made of, for the keys of its settings. */
export function ruleWords<S>() {
  type Key = keyof S & string;
  return {
    is: (key: Key, value: unknown) => `modelport:${key} is ${JSON.stringify(value)}`,
    set: (key: Key, value: unknown) => configCommand({ key, value }),
    remove: (key: Key) => configCommand({ key }),
  } as const;
}

/** The schema that refuses broken rules too, as custom issues of the keys to blame. */
export function withRules<S>(schema: z.ZodType<S>, rules: readonly Rule<S>[]): z.ZodType<S> {
  return schema.superRefine((settings, context) => {
    for (const [key, sentences] of rules.flatMap((rule) => Object.entries<BrokenRules<S>[keyof S]>(rule(settings)))) {
      for (const message of [sentences ?? []].flat()) context.addIssue({ code: "custom", path: [key], message });
    }
  });
}
