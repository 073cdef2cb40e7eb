/** A deployment that cannot start. The message is for the user: what is wrong and what to do. */
export class DeploymentRefused extends Error {
  override readonly name: string = "DeploymentRefused";
}
