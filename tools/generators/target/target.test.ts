import { describeTarget } from "@modelport/target-suite";
import { deploy } from "./deploy.ts";
import { mistakes } from "./mistakes.ts";
import { newtarget } from "./target.ts";

describeTarget(newtarget, { deploy, folder: import.meta.dirname, mistakes });
