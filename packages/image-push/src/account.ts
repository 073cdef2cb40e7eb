// The account of a push: the one of Pulumi's provider, from the stack's settings and the environment.

/** A value of the stack's configuration by its key (`aws:profile`), decrypted; an object is JSON. */
export type ProviderSettings = (key: string) => string | undefined;

export interface Account {
  readonly settings: ProviderSettings;
  readonly env: NodeJS.ProcessEnv;
}

/** A cloud for which this machine has no working account. */
export class NoAccount extends Error {
  override name = "NoAccount";
  /** What to run or set. */
  readonly remedy: string;

  constructor(reason: string, remedy: string, options?: ErrorOptions) {
    super(reason, options);
    this.remedy = remedy;
  }
}

/** The first line of a library's error, without a period. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}
