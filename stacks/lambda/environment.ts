import { appVariables, type AppVariables } from "@modelport/target-kit";
import type { LambdaSettings } from "./settings.ts";

const { CORS_ORIGINS } = appVariables;

/** The variables that the target sets. */
export const variables: AppVariables<LambdaSettings> = {
  ...appVariables,
  // Function URLs and HTTP APIs answer browsers themselves: the app would add each header a second time.
  CORS_ORIGINS: {
    ...CORS_ORIGINS,
    value: (settings) => (settings.endpoint === "rest-api" ? CORS_ORIGINS.value(settings) : undefined),
  },
  METRICS: { from: "modelport:metrics", value: ({ metrics }) => (metrics ? "emf" : "none") },
  METRICS_NAMESPACE: { from: "modelport:metricsNamespace", value: ({ metricsNamespace }) => metricsNamespace },
};
