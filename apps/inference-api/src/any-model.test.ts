import { describeRandomModels } from "./any-model.testing.ts";

// slow/any-model.slow.ts has everything.
await describeRandomModels(true);
