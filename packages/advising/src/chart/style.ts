// Colors of the charts, for a light and a dark page.

/** By https://jfly.uni-koeln.de/color/, which people with any color vision can tell apart; darker where white is behind them. */
const SERIES = [
  { light: "#0072b2", dark: "#56b4e9" },
  { light: "#d55e00", dark: "#f0822e" },
  { light: "#00805f", dark: "#00c295" },
  { light: "#b0508c", dark: "#e59ac8" },
  { light: "#9a6b00", dark: "#e6a817" },
  { light: "#5b4fc9", dark: "#a79df5" },
  { light: "#3d4852", dark: "#c3ccd5" },
  { light: "#a11d33", dark: "#ff8a9a" },
] as const;

/** Colors begin again after the last, with dashes. */
export const lineStyle = (index: number): string =>
  `line s${index % SERIES.length}${index < SERIES.length ? "" : " again"}`;
export const nameStyle = (index: number): string => `name t${index % SERIES.length}`;

const colors = (theme: "light" | "dark", ground: string, ink: string, faint: string) =>
  [
    `.ground{fill:${ground}}text{fill:${ink}}.grid,.drop{stroke:${faint}}.mark{fill:${ground};stroke:${ink}}`,
    ...SERIES.map((color, index) => `.s${index}{stroke:${color[theme]}}.t${index}{fill:${color[theme]}}`),
  ].join("");

export const STYLE = [
  "text{font:13px system-ui,sans-serif}.title{font-size:16px;font-weight:600}.note,.tick{font-size:12px;opacity:.8}",
  ".middle{text-anchor:middle}.end{text-anchor:end}.name,.mark-label{font-weight:600}",
  "path{fill:none}.line{stroke-width:2.5;stroke-linejoin:round}.again{stroke-dasharray:8 4}.drop{stroke-dasharray:3 3}.mark{stroke-width:2}",
  colors("light", "#ffffff", "#24292f", "#d8dee4"),
  `@media(prefers-color-scheme:dark){${colors("dark", "#0d1117", "#e6edf3", "#30363d")}}`,
].join("");
