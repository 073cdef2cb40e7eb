/** A deployment that cannot begin as it stands. The message is for the person who asked: what is wrong and what to do. */
export class DeploymentRefused extends Error {
  override readonly name: string = "DeploymentRefused";
}
