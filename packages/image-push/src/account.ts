// The account that pushes: the one that Pulumi's provider uses, by the stack's settings and the environment.

/** A value of the stack's configuration by its key (`aws:profile`), decrypted; lists and maps are JSON. */
export type ProviderSettings = (key: string) => string | undefined;

export interface Account {
  readonly settings: ProviderSettings;
  readonly env: NodeJS.ProcessEnv;
}

/** This machine has no account in a cloud, or none that answers. */
export class NoAccount extends Error {
  override name = "NoAccount";
  /** What to run or set. */
  readonly remedy: string;

  constructor(reason: string, remedy: string, options?: ErrorOptions) {
    super(reason, options);
    this.remedy = remedy;
  }
}

/** The first line of an error of a library, without a full stop. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}
