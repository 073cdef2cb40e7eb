// Who may call the Kubernetes API, and who the endpoint.
import { ruleWords, type Rule as RuleOf } from "@modelport/target-kit";
import type { EksSettings } from "./settings.ts";

type Rule = RuleOf<EksSettings>;

const { is, set, remove } = ruleWords<EksSettings>();

/** The first two numbers of ranges that no caller on the internet has, and EKS refuses: RFC 1918, RFC 5737 and others. */
const RESERVED = [
  { range: "10.0.0.0/8", pattern: /^10\./ },
  { range: "172.16.0.0/12", pattern: /^172\.(1[6-9]|2\d|3[01])\./ },
  { range: "192.168.0.0/16", pattern: /^192\.168\./ },
  { range: "127.0.0.0/8", pattern: /^127\./ },
  { range: "169.254.0.0/16", pattern: /^169\.254\./ },
  { range: "100.64.0.0/10", pattern: /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./ },
  { range: "192.0.2.0/24", pattern: /^192\.0\.2\./ },
  { range: "198.51.100.0/24", pattern: /^198\.51\.100\./ },
  { range: "203.0.113.0/24", pattern: /^203\.0\.113\./ },
] as const;

/** How people find out which address they have; nothing here asks for it. */
export const OWN_ADDRESS = "https://checkip.amazonaws.com shows that of this machine";

const oneApiAccess: Rule = ({ apiCidrs, apiPrivate, apiOpen }) => {
  if (apiPrivate && apiOpen)
    return {
      apiOpen:
        `${is("apiOpen", true)}, but ${is("apiPrivate", true)}, and the API cannot be both: ` +
        `remove one with ${remove("apiOpen")} or ${remove("apiPrivate")}.`,
    };
  if (apiCidrs.length === 0 || (!apiPrivate && !apiOpen)) return {};
  const key = apiPrivate ? "apiPrivate" : "apiOpen";
  return {
    apiCidrs:
      `${is("apiCidrs", apiCidrs)}, but ${is(key, true)}, which ${apiPrivate ? "closes" : "opens"} the API to all of them: ` +
      `remove the ranges with ${remove("apiCidrs")}, or the other with ${remove(key)}.`,
  };
};

/** Docs: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html */
const apiRangesAreOwn: Rule = ({ apiCidrs }) => {
  const wide = apiCidrs.find((range) => range.endsWith("/0"));
  if (wide !== undefined)
    return {
      apiCidrs:
        `modelport:apiCidrs has ${wide}, which is everyone: name the ranges that need the API (${OWN_ADDRESS}), or remove them ` +
        `with ${remove("apiCidrs")} and set ${set("apiOpen", true)} if it is meant to be reachable from everywhere.`,
    };
  const inside = apiCidrs.find((range) => RESERVED.some(({ pattern }) => pattern.test(range)));
  const reserved = RESERVED.find(({ pattern }) => inside !== undefined && pattern.test(inside));
  if (reserved === undefined) return {};
  return {
    apiCidrs:
      `modelport:apiCidrs has ${inside}, but EKS takes no address of ${reserved.range}, which the internet does not route: ` +
      `name public addresses (${OWN_ADDRESS}), or keep the API inside of the VPC with ${remove("apiCidrs")} and ${set("apiPrivate", true)}.`,
  };
};

/** The range with nothing behind its prefix: `93.184.216.0/24` for `93.184.216.34/24`. */
function wholeRange(range: string): string {
  const [address = "", bits = "32"] = range.split("/");
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = number - (number % size);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${bits}`;
}

/** The provider refuses others of the API (ValidCIDRNetworkAddress), and EC2 stores the range instead of what was written. */
const rangesAreWhole: Rule = (settings) =>
  Object.fromEntries(
    (["apiCidrs", "allowedCidrs"] as const).flatMap((key) => {
      const ranges = settings[key];
      const odd = ranges.find((range) => wholeRange(range) !== range);
      if (odd === undefined) return [];
      return [
        [
          key,
          `modelport:${key} has ${odd}, an address within ${wholeRange(odd)}: admit that range with ` +
            `${set(key, ranges.map(wholeRange))}, or end the address with /32 to admit it alone.`,
        ],
      ];
    }),
  );

const callersAreNamedOnce: Rule = ({ public: isPublic, allowedCidrs, host }) => {
  if (allowedCidrs.length === 0) return {};
  if (isPublic)
    return {
      allowedCidrs:
        `${is("allowedCidrs", allowedCidrs)}, but modelport:public is true, which opens the endpoint to everyone: ` +
        `remove the ranges with ${remove("allowedCidrs")}, or stay private with ${set("public", false)}.`,
    };
  const wide = allowedCidrs.find((range) => range.endsWith("/0"));
  if (wide !== undefined)
    return {
      allowedCidrs:
        `modelport:allowedCidrs has ${wide}, which is everyone: remove the ranges with ${remove("allowedCidrs")}, and set ` +
        `${set("public", true)} if anyone may call the endpoint.`,
    };
  return host === undefined
    ? {}
    : {
        allowedCidrs:
          `${is("allowedCidrs", allowedCidrs)}, but ${is("host", host)}, whose controller admits callers: ` +
          `remove the ranges with ${remove("allowedCidrs")}, or the host with ${remove("host")}.`,
      };
};

export const apiRules: readonly Rule[] = [oneApiAccess, apiRangesAreOwn, callersAreNamedOnce, rangesAreWhole];
