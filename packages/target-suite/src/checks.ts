// Every check that a target must pass.
import { breaches, policies, type Policy } from "@modelport/policies";
import type { Check } from "./check.ts";
import { resourcesBilled } from "./checks/billing.ts";
import { cloudsTakeIt, removedSettingsGone, secondUpSame, variantsLeaveNothing } from "./checks/clouds.ts";
import {
  allowancesUsed,
  costFixedWithoutTraffic,
  costLinesSound,
  costNeverFalls,
  priceBooksComplete,
  pricesUsed,
} from "./checks/cost.ts";
import { editsOrdered } from "./checks/edits.ts";
import { destroyBlockersTold, factsDated, pricesDated, qualitiesKnown, timeoutsOrdered } from "./checks/facts.ts";
import { childrenHaveParents, deploys, previewAgrees, typeTokens, valuesSettled } from "./checks/graph.ts";
import { graphSnapshot } from "./checks/graph-snapshot.ts";
import { longStackNames, namesDoNotCollide, namesFromName } from "./checks/names.ts";
import { artifactsDeclared, authFitsPublic, digestsKept, outputsAnswer, outputsComplete } from "./checks/outputs.ts";
import { inputsTyped } from "./checks/inputs-typed.ts";
import { programPlain } from "./checks/program.ts";
import { revisionsNamed } from "./checks/revisions.ts";
import { settingsAlone } from "./checks/settings-alone.ts";
import { remediesHelp } from "./checks/refusals.ts";
import { settingsUsed } from "./checks/settings-used.ts";
import { settingsDefault, settingsDocumented } from "./checks/settings.ts";
import { timeoutsDeclared } from "./checks/timeouts.ts";
import { eachVariant, isAsked } from "./subject.ts";

/** A policy as a check of every variant, unless the variant's settings ask for what it forbids. */
function fromPolicy(policy: Policy): Check {
  return {
    id: policy.name,
    title: policy.title,
    run: (subject) =>
      eachVariant(subject, ({ variant, resources }) =>
        policy.waivedBy !== undefined && isAsked(subject, variant, policy.waivedBy) ? [] : breaches(policy, resources),
      ),
  };
}

export const checks: readonly Check[] = [
  settingsDefault,
  settingsDocumented,
  settingsAlone,
  settingsUsed,
  remediesHelp,
  factsDated,
  pricesDated,
  qualitiesKnown,
  timeoutsOrdered,
  costLinesSound,
  costNeverFalls,
  costFixedWithoutTraffic,
  pricesUsed,
  allowancesUsed,
  priceBooksComplete,
  resourcesBilled,
  deploys,
  previewAgrees,
  valuesSettled,
  inputsTyped,
  childrenHaveParents,
  typeTokens,
  namesFromName,
  namesDoNotCollide,
  longStackNames,
  graphSnapshot,
  outputsComplete,
  outputsAnswer,
  artifactsDeclared,
  digestsKept,
  authFitsPublic,
  timeoutsDeclared,
  destroyBlockersTold,
  programPlain,
  revisionsNamed,
  editsOrdered,
  cloudsTakeIt,
  secondUpSame,
  variantsLeaveNothing,
  removedSettingsGone,
  ...policies.map(fromPolicy),
];
