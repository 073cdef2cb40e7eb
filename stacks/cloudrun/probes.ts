// Numbers of the probes that the bill depends on too.

/** Where the container listens: Cloud Run sets PORT to it. The course's. */
export const CONTAINER_PORT = 8000;

/**
 * An instance that waits is asked so often whether it lives, and each time is billed as the least of a request
 * (https://cloud.google.com/run/docs/configuring/healthchecks, "CPU allocation"): every 10 s would cost three times as much.
 */
export const LIVENESS_PERIOD_SECONDS = 30;
