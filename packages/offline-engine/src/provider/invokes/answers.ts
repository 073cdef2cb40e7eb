// The questions that programs ask of a cloud, and answers that are as good for a test. Those that only compute are real.
import { awsAnswers } from "./aws.ts";
import { gcpAnswers } from "./gcp.ts";
import type { Answers } from "./answer.ts";

export const answers: Answers = { ...awsAnswers, ...gcpAnswers };
