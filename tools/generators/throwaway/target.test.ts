import { describeTarget } from "@modelport/target-suite";
import { deploy } from "./deploy.ts";
import { mistakes } from "./mistakes.ts";
import { throwaway } from "./target.ts";

describeTarget(throwaway, { deploy, folder: import.meta.dirname, config: { "aws:region": "us-east-1" }, mistakes });
