// Rules about the load balancer: the stack's own, or a listener that it shares.
import { ruleWords, type Rule as RuleOf } from "@modelport/target-kit";
import type { EcsSettings } from "./settings.ts";

type Rule = RuleOf<EcsSettings>;

const { is, set, remove } = ruleWords<EcsSettings>();

const OF_OWN_BALANCER = ["certificateArn", "loadBalancerSubnetIds", "accessLogsBucket", "deletionProtection"] as const;
const OF_SHARED_LISTENER = ["listenerHosts", "listenerPaths", "listenerPriority"] as const;

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;

const sharedHasItsOwn: Rule = (settings) => {
  if (settings.listenerArn === undefined) return {};
  return Object.fromEntries(
    OF_OWN_BALANCER.filter((key) => isGiven(settings[key])).map((key) => [
      key,
      `${is(key, settings[key])}, but modelport:listenerArn is given, and the load balancer of that listener is not the stack's: ` +
        `remove it with ${remove(key)}, or use a load balancer of the stack's own with ${remove("listenerArn")}.`,
    ]),
  );
};

const conditionsNeedListener: Rule = (settings) => {
  if (settings.listenerArn !== undefined) return {};
  return Object.fromEntries(
    OF_SHARED_LISTENER.filter((key) => isGiven(settings[key])).map((key) => [
      key,
      `${is(key, settings[key])}, but modelport:listenerArn is missing, and the stack's own load balancer forwards every request: ` +
        `remove it with ${remove(key)}, or name a listener to share with modelport:listenerArn.`,
    ]),
  );
};

const listenerNeedsConditions: Rule = ({ listenerArn, listenerHosts, listenerPaths }) =>
  listenerArn === undefined || listenerHosts.length > 0 || listenerPaths.length > 0
    ? {}
    : {
        listenerArn:
          "modelport:listenerArn is given, but neither modelport:listenerHosts nor modelport:listenerPaths says which requests of " +
          `that listener are for this model: set one of them, as in ${set("listenerHosts", ["churn.example.com"])}, or remove the ` +
          `listener with ${remove("listenerArn")}.`,
      };

/** Values of all conditions together: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_VALUES = 5;

const conditionsAreFew: Rule = ({ listenerArn, listenerHosts, listenerPaths, allowedCidrs }) => {
  const count = listenerHosts.length + listenerPaths.length + allowedCidrs.length;
  if (listenerArn === undefined || count <= MOST_VALUES) return {};
  return {
    listenerArn:
      `modelport:listenerHosts, modelport:listenerPaths and modelport:allowedCidrs have ${count} entries together, but a rule of a ` +
      `listener takes ${MOST_VALUES}: remove ${count - MOST_VALUES}, or use a load balancer of the stack's own, which takes more ` +
      `ranges, with ${remove("listenerArn")} and ${OF_SHARED_LISTENER.map(remove).join(" and ")}.`,
  };
};

const namesNeedCertificate: Rule = ({ certificateArn, domain, listenerArn }) => {
  if (listenerArn !== undefined || (certificateArn === undefined) === (domain === undefined)) return {};
  if (domain === undefined) {
    return {
      certificateArn:
        `${is("certificateArn", certificateArn)}, but modelport:domain is missing, and clients verify the certificate by that name: ` +
        `set it, as in ${set("domain", "churn.example.com")}, or remove the certificate with ${remove("certificateArn")}.`,
    };
  }
  return {
    domain:
      `${is("domain", domain)}, but modelport:certificateArn is missing, so that the endpoint has no HTTPS under that name: ` +
      `name a certificate of ACM with modelport:certificateArn, or remove the name with ${remove("domain")}.`,
  };
};

export const listenerRules: readonly Rule[] = [
  sharedHasItsOwn,
  conditionsNeedListener,
  listenerNeedsConditions,
  conditionsAreFew,
  namesNeedCertificate,
];
