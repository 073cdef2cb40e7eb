/** `host:port` of the registry of a run without an account (packages/offline-engine sets it); undefined in all others. */
export function offlineRegistry(): string | undefined {
  return process.env["MODELPORT_OFFLINE_REGISTRY"];
}
