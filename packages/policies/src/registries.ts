// Registries of images: https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html, ECR.1 and ECR.2.
import { inputAt, shown } from "./inputs.ts";
import { called, type Policy } from "./policy.ts";

export const registriesImmutable = {
  name: "registries-immutable",
  title: "tags of images cannot move, and images are scanned when they are pushed",
  types: ["aws:ecr/repository:Repository"],
  check: (resource) => {
    const rules = [
      ["imageTagMutability", "IMMUTABLE"],
      ["imageScanningConfiguration.scanOnPush", true],
    ] as const;
    return rules
      .filter(([path, must]) => inputAt(resource, path) !== must)
      .map(([path, must]) => `${called(resource)}: ${path} is ${shown(inputAt(resource, path))}, but must be ${must}.`);
  },
} as const satisfies Policy;
