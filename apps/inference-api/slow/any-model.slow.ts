// Every refusal by every random model; `npm test` takes a sample of them.
import { describeRandomModels } from "../src/any-model.testing.ts";

await describeRandomModels(false);
