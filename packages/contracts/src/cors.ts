/** What pages of other origins may use of the HTTP contract, whether the app or an endpoint in front of it answers browsers. */
export const CORS = {
  methods: ["GET", "POST"],
  requestHeaders: ["content-type", "x-request-id"],
  /** Further request headers, where requests are signed or carry a token. */
  credentialHeaders: ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"],
  responseHeaders: ["x-request-id", "x-model-version", "retry-after"],
  maxAgeSeconds: 3600,
} as const;
