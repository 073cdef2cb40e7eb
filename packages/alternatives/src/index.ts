// Platforms that a fair comparison needs, but no folder of stacks/ deploys: one line each.
export { cloudrunL4 } from "./cloudrun-l4.ts";
export { ec2Vm } from "./ec2-vm.ts";
export { ecsExpress } from "./ecs-express.ts";
export { gceVm } from "./gce-vm.ts";
export { lambdaManaged } from "./lambda-managed.ts";
