/**
 * Lambda's limits that the emulator keeps.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LAMBDA_LIMITS = {
  /** Of the event, as JSON. */
  requestBytes: 6_291_456,
  /** Of the function's answer, as JSON; Lambda allows 100 bytes more than for the request. */
  responseBytes: 6_291_556,
  /** Of an answer that is streamed. https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html */
  streamBytes: 209_715_200,
  /** How much of it goes as fast as it can, and how much a second after that. */
  streamBurstBytes: 6_291_456,
  streamBytesPerSecond: 2_097_152,
  initSeconds: 10,
  /** Of /tmp, where a function does not ask for more. */
  temporaryMiB: 512,
} as const;
