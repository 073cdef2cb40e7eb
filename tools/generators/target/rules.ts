// What newtarget rejects of settings that are each valid on their own.
import { environmentRule } from "@modelport/target-kit";
import { variables } from "./environment.ts";
import type { NewtargetSettings } from "./settings.ts";

const environmentFits = environmentRule<NewtargetSettings>({
  platform: "newtarget",
  variables,
  reserved: /^PORT$/,
  name: {
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    inWords: "consists of letters, digits and _, and does not begin with a digit",
  },
  secretStore: "its secret store",
});

export const rules = [environmentFits];
