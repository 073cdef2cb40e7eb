// What the provider bills of each resource of a stack: its cost lines by name, or withoutLine(why, source, types).
import { type Billing, engineBilling } from "@modelport/target-kit/billing";

export const billing: Billing = { ...engineBilling };
