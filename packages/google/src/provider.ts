import type { Provider } from "@modelport/target-kit";

/** Google Cloud, as bills name it. */
export const GOOGLE_CLOUD: Provider = { name: "Google Cloud", regionKey: "gcp:region" };
