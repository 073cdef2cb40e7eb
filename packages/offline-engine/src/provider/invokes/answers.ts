// The provider functions that programs call, with answers that serve a test.
import { awsAnswers } from "./aws.ts";
import { gcpAnswers } from "./gcp.ts";
import type { Answers } from "./answer.ts";

export const answers: Answers = { ...awsAnswers, ...gcpAnswers };
