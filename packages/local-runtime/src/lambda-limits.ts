/**
 * Lambda's limits that the emulator enforces.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LAMBDA_LIMITS = {
  /** The maximum size of the event, as JSON. */
  requestBytes: 6_291_456,
  /** The maximum size of the function's answer, as JSON; Lambda allows 100 bytes more than for the request. */
  responseBytes: 6_291_556,
  /**
   * The maximum size of a streamed answer.
   * https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
   */
  streamBytes: 209_715_200,
  /** How much of it is sent at full speed, and the rate per second after that. */
  streamBurstBytes: 6_291_456,
  streamBytesPerSecond: 2_097_152,
  initSeconds: 10,
  /** The default size of /tmp. */
  temporaryMiB: 512,
} as const;
