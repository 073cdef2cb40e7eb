// When the request of one line of an access log was made.

/** Of a line of any format that is read, in milliseconds since 1970; undefined if it has no time that is understood. */
export function timeOf(line: string): number | undefined {
  return line.startsWith("{") ? jsonTime(line) : textTime(line);
}

/** The members that have the time: of nginx and Apache as people set them up, Envoy, Caddy, pino, API Gateway, Google Cloud. */
const MEMBERS = [
  "time",
  "timestamp",
  "@timestamp",
  "ts",
  "start_time",
  "time_iso8601",
  "time_local",
  "requestTime",
  "datetime",
  "date",
  "msec",
] as const;

function jsonTime(line: string): number | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  for (const member of MEMBERS) {
    const given = value[member];
    const time =
      typeof given === "string" ? valueTime(given) : typeof given === "number" ? epochTime(given) : undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}

function valueTime(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? epochTime(Number(text)) : textTime(text);
}

/** Seconds, milliseconds, microseconds or nanoseconds: of these only one is in our time. */
function epochTime(number: number): number | undefined {
  return [1000, 1, 1e-3, 1e-6].map((factor) => number * factor).find(isPlausible);
}

/** Other times are mistakes, such as a clock that was not set, and one of them would stretch the period by decades. */
const isPlausible = (ms: number) => ms >= Date.UTC(1995, 0) && ms < Date.UTC(2100, 0);

/** As in `[10/Oct/2000:13:55:36 -0700]`: https://httpd.apache.org/docs/current/mod/mod_log_config.html, and nginx. */
const COMMON = /(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})/;
/**
 * ISO 8601 and what resembles it. Application Load Balancers write the time of the response first:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html. CloudFront has a tab
 * between date and time, and IIS a space.
 */
const ISO = /(\d{4})-(\d{2})-(\d{2})[T\t ,]+(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?:Z| ?([+-])(\d{2}):?(\d{2}))?/;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function textTime(line: string): number | undefined {
  const common = COMMON.exec(line);
  // Whichever comes first: the request itself, later in the line, may have a date of either form.
  const iso = ISO.exec(common === null ? line : line.slice(0, common.index));
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, , sign, hours, minutes] = iso;
    return utc([year, month, day, hour, minute, second], sign, hours, minutes);
  }
  if (common === null) return undefined;
  const [, day, month = "", year, hour, minute, second, sign, hours, minutes] = common;
  return utc([year, MONTHS.indexOf(month) + 1, day, hour, minute, second], sign, hours, minutes);
}

/** A time without an offset is taken as UTC. */
function utc(
  parts: readonly (string | number | undefined)[],
  sign: string | undefined,
  hours = "0",
  minutes = "0",
): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) - offset;
  return isPlausible(ms) ? ms : undefined;
}
