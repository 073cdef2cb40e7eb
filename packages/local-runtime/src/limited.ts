// What the command line needs to run a server with limits; it loads no Lambda.
export {
  containerLimitLack,
  makeContainerCgroup,
  type ContainerCgroup,
  type ContainerSize,
} from "./container-cgroup.ts";
export { freePort } from "./free-port.ts";
