// What the entry hands to the app, once and with each request.
import type { Context } from "hono";
import type { SpoolBudget } from "../batch/spool.ts";
import type { Logger } from "../log/log.ts";
import type { MemoryBudget } from "../memory/memory-budget.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Service } from "../service.ts";

/** What an entry hands to the app when it creates it. */
export interface AppDependencies {
  readonly service: Service;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** The maximum size of a batch, in bytes. */
  readonly batchBytes: number;
  /** The origins whose pages may call the API; if empty, the app sends no CORS headers. */
  readonly corsOrigins: readonly string[];
  /** The memory that requests in progress may hold. */
  readonly memory: MemoryBudget;
  /** Read the pages at startup instead of on the first request for them. */
  readonly readPagesNow?: boolean;
  /** The bytes of streamed answers that may be produced before their clients read them; undefined: none. */
  readonly answersAhead?: SpoolBudget;
}

/** What an entry may say of a single request. Handlers read the final request id from `vars`. */
export interface AppEnv {
  Bindings: {
    /** The platform's own id of the request. */
    requestId?: string;
    /** Replaces `AppDependencies.batchBytes`, if one entry serves several kinds of endpoint. */
    batchBytes?: number;
    /** Why a streamed answer must end before it reaches `bytes`; undefined while it may go on. */
    whyEndAt?: (bytes: number) => string | undefined;
    /** The maximum size of an answer that is not streamed, and the reason not to stream JSON; undefined: none. */
    answerBytes?: number;
    /** The whole body, if the entry has already read it. */
    body?: Uint8Array;
    /** There is no memory for this request. */
    overloaded?: true;
    /** Cuts off a streamed answer, if an error of its body would be logged or sent as it is. */
    answer?: { destroy(): void };
  };
  Variables: { requestId: string };
}

export type AppContext = Context<AppEnv>;
