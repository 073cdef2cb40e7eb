/**
 * Lambda's limits that the emulator keeps.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LAMBDA_LIMITS = {
  /** Of the event, as JSON. */
  requestBytes: 6_291_456,
  /** Of the function's answer, as JSON; Lambda allows 100 bytes more than for the request. */
  responseBytes: 6_291_556,
  initSeconds: 10,
  /** Of /tmp, where a function does not ask for more. */
  temporaryMiB: 512,
} as const;
