export interface Bar {
  readonly label: string;
  readonly value: number;
}

const WIDTH = 720;
const LABELS_END = 210;
const LONGEST_BAR = 360;
const ROW_HEIGHT = 30;

/** An SVG with a bar and a number for each row, readable in light and dark mode. */
export function barChart(title: string, rows: readonly Bar[], written: (value: number) => string): string {
  const most = Math.max(...rows.map((row) => row.value));
  const bars = rows.map(({ label, value }, index) => {
    const y = 44 + index * ROW_HEIGHT;
    const width = Math.max(1, (value / most) * LONGEST_BAR);
    return `  <text x="${LABELS_END}" y="${y + 15}" text-anchor="end">${label}</text>
  <rect x="${LABELS_END + 10}" y="${y}" width="${width.toFixed(1)}" height="20" rx="3" fill="#3b82c4"/>
  <text x="${(LABELS_END + 18 + width).toFixed(1)}" y="${y + 15}">${written(value)}</text>`;
  });
  const height = 60 + rows.length * ROW_HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="13" fill="#808890">
  <text x="16" y="24" font-size="15">${title}</text>
${bars.join("\n")}
</svg>
`;
}
