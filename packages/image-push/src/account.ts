// Whose rights a push uses: those of Pulumi's provider, by the stack's settings and by the environment.

/** A value of the stack's configuration by its key (`aws:profile`), decrypted; a structure is its JSON. */
export type ProviderSettings = (key: string) => string | undefined;

export interface Account {
  readonly settings: ProviderSettings;
  readonly env: NodeJS.ProcessEnv;
}

/** A cloud in which this machine has no account, or none that answers. */
export class NoAccount extends Error {
  override name = "NoAccount";
  /** What to run or set. */
  readonly remedy: string;

  constructor(reason: string, remedy: string, options?: ErrorOptions) {
    super(reason, options);
    this.remedy = remedy;
  }
}

/** The first line of what a library threw, without a full stop. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}
