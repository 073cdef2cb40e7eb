// What Google Cloud and its provider do with inputs. Files are those of github.com/hashicorp/terraform-provider-google.
import type { BehaviorTable } from "./behavior.ts";

export const gcpBehavior: BehaviorTable = {};
