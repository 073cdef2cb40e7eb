import { describeTarget } from "@modelport/contract-tests/target";
import { deploy } from "./deploy.ts";
import { mistakes } from "./mistakes.ts";
import { newtarget } from "./target.ts";

describeTarget(newtarget, { deploy, folder: import.meta.dirname, mistakes });
