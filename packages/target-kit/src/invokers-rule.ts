// A list of callers has no effect on an endpoint that anyone can call.
import type { AppSettings } from "./app-settings.ts";
import { ruleWords } from "./rules.ts";

type Access = Pick<AppSettings, "public"> & { readonly invokers: readonly string[] };

const { is, remove } = ruleWords<Access>();

/** The rule for `modelport:invokers`, in targets that have this setting. */
export function invokersRule({ public: isPublic, invokers }: Access) {
  if (!isPublic || invokers.length === 0) return {};
  return {
    invokers:
      `${is("invokers", invokers)}, but modelport:public is true, so anyone can call the endpoint: ` +
      `admit only these with ${remove("public")}, or everyone with ${remove("invokers")}.`,
  };
}
