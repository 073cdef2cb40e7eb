/** A host name with its labels, or an IPv6 address, and a port; URL accepts more, such as empty labels. */
const SHAPE =
  /^https?:\/\/(?!.{254,})(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*)(:[1-9]\d{0,4})?$/;

/** Whether `text` is an origin as browsers send it: lower case, no path, no default port. */
export function isWebOrigin(text: string): boolean {
  return SHAPE.test(text) && URL.parse(text)?.origin === text;
}
