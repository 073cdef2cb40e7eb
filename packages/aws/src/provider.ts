import type { Provider } from "@modelport/target-kit";

/** Amazon Web Services, as bills name it. */
export const AWS: Provider = { name: "AWS", regionKey: "aws:region" };
