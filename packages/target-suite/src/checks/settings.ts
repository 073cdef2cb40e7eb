// What a target says about its settings.
import type { Check } from "../check.ts";

export const settingsDefault: Check = {
  id: "settings-default",
  title: "an empty stack file is valid",
  readsTargetAlone: true,
  run: async ({ target }) => {
    try {
      target.parseSettings({});
      return [];
    } catch (error) {
      return [
        `settings.ts: with no settings at all it says "${String(error)}", but every setting must have a default.`,
      ];
    }
  },
};

export const settingsDocumented: Check = {
  id: "settings-documented",
  title: "each setting has a description",
  readsTargetAlone: true,
  run: async ({ target }) =>
    target.settings
      .filter(({ description }) => description === "")
      .map(({ key }) => `settings.ts: ${key} has no description: say with .describe() what it does.`),
};
