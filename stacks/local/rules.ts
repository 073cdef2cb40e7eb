import { type Rule, ruleWords } from "@modelport/target-kit";
import type { LocalSettings } from "./settings.ts";

const { set } = ruleWords<LocalSettings>();

const portsDiffer: Rule<LocalSettings> = ({ serverPort, lambdaPort }) =>
  serverPort !== lambdaPort
    ? {}
    : {
        lambdaPort:
          `modelport:serverPort and modelport:lambdaPort are both ${serverPort}, but each service needs its own port: ` +
          `set another one with ${set("lambdaPort", serverPort === 65535 ? 65534 : serverPort + 1)}.`,
      };

export const rules = [portsDiffer];
