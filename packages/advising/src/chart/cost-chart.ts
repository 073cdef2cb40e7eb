// Monthly cost against requests as an SVG picture: text for a file or a page, made without a DOM.
import type { CostCurve } from "../break-even.ts";
import { changesOfCheapest } from "./cheapest.ts";
import { apart } from "./labels.ts";
import { logScale, type LogScale, tenths } from "./log-scale.ts";
import { outline, type Point } from "./outline.ts";
import { lineStyle, nameStyle, STYLE } from "./style.ts";

export interface CostChart {
  readonly title: string;
  /** What the curves have in common, such as the service time; shown under the title. */
  readonly subtitle: string;
  readonly curves: readonly CostCurve[];
}

const [WIDTH, HEIGHT] = [800, 480];
const PLOT = { left: 64, right: 690, top: 80, bottom: 424 } as const;
const REQUESTS = [1e4, 1e10] as const;
/** Costs below stand on the axis: nobody chooses a platform for less than a dollar. */
const FLOOR_USD = 1;
const LINE_HEIGHT = 16;

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** The same chart gives the same bytes. */
export function costChart({ title, subtitle, curves }: CostChart): string {
  const series = curves.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const x = logScale(REQUESTS, [PLOT.left, PLOT.right]);
  const most = Math.max(10 * FLOOR_USD, ...series.map(({ usdAt }) => usdAt(REQUESTS[1])));
  const y = logScale([FLOOR_USD, 10 ** Math.ceil(Math.log10(most))], [PLOT.bottom, PLOT.top]);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(inWords(series, subtitle))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    text([16, 26], escaped(title), "title"),
    text([16, 46], escaped(subtitle), "note"),
    ...axes(x, y),
    ...lines(series, x, y),
    ...marks(series, x, y),
    "</svg>",
  ].join("\n")}\n`;
}

/** For those who do not see the picture. */
function inWords(curves: readonly CostCurve[], subtitle: string): string {
  const changes = changesOfCheapest(curves).map(
    ({ at, below, above }) => `From ${at.toLocaleString("en-US")} requests a month ${above} is cheaper than ${below}.`,
  );
  const ends = curves.map(({ name, usdAt }) => `${name} ${compact.format(usdAt(REQUESTS[1]))}`);
  const scope = `USD a month from ${compact.format(REQUESTS[0])} to ${compact.format(REQUESTS[1])} requests a month. ${subtitle}.`;
  return [scope, ...changes, `At the right end: ${ends.join(", ")} USD.`].join(" ");
}

function axes(x: LogScale, y: LogScale): readonly string[] {
  const { left, right, top, bottom } = PLOT;
  return [
    ...x.ticks.flatMap((tick) => [
      `<path class="grid" d="M${x.at(tick)} ${top}V${bottom}"/>`,
      text([x.at(tick), bottom + 20], compact.format(tick), "tick middle"),
    ]),
    ...y.ticks.flatMap((tick) => [
      `<path class="grid" d="M${left} ${y.at(tick)}H${right}"/>`,
      text([left - 8, y.at(tick) + 4], compact.format(tick), "tick end"),
    ]),
    text([(left + right) / 2, bottom + 42], "requests a month", "note middle"),
    text([left - 8, top - 8], "USD", "tick end"),
  ];
}

/** Each with its name at its right end. */
function lines(curves: readonly CostCurve[], x: LogScale, y: LogScale): readonly string[] {
  const { left, right } = PLOT;
  const shapes = curves.map(({ usdAt }) => outline(usdAt, { x, y }, { left, right, floorUsd: FLOOR_USD }));
  const heights = apart(
    shapes.map((points) => points.at(-1)?.[1] ?? PLOT.bottom),
    LINE_HEIGHT,
  );
  return curves.flatMap(({ name }, index) => [
    `<path class="${lineStyle(index)}" d="${pathOf(shapes[index] ?? [])}"/>`,
    text([right + 8, (heights[index] ?? 0) + 4], escaped(name), nameStyle(index)),
  ]);
}

/** A break-even stands on the lowest line, below which there is room for its label. */
function marks(curves: readonly CostCurve[], x: LogScale, y: LogScale): readonly string[] {
  const byName = new Map(curves.map(({ name, usdAt }) => [name, usdAt]));
  const seen = changesOfCheapest(curves).filter(({ at }) => at >= REQUESTS[0] && at <= REQUESTS[1]);
  return seen.flatMap(({ at, above }) => {
    const usd = Math.max(FLOOR_USD, byName.get(above)?.(at) ?? 0);
    const [px, py] = [x.at(at), y.at(usd)];
    return [
      `<path class="drop" d="M${px} ${py}V${PLOT.bottom}"/>`,
      `<circle class="mark" cx="${px}" cy="${py}" r="4"/>`,
      text(
        [px + 7, Math.min(PLOT.bottom - 6, py + LINE_HEIGHT + 2)],
        escaped(`${compact.format(at)}: ${above}`),
        "mark-label",
      ),
    ];
  });
}

/** Steps are horizontal and vertical, so that each needs one number. */
function pathOf(points: readonly Point[]): string {
  return points
    .map(([x, y], index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${tenths(x)} ${y}`;
      if (before[1] === y) return `H${tenths(x)}`;
      return tenths(before[0]) === tenths(x) ? `V${y}` : `L${tenths(x)} ${y}`;
    })
    .join("");
}

function text([x, y]: Point, content: string, style: string): string {
  return `<text class="${style}" x="${tenths(x)}" y="${tenths(y)}">${content}</text>`;
}

const escaped = (words: string): string =>
  words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
