// A chart of answers per second of processor, on a logarithmic scale, readable on light and dark pages.
const WIDTH = 760;
const NAMES = 190;
const BAR = 26;
const GAP = 12;
const RIGHT = 90;
const DECADES = [10, 100, 1_000, 10_000, 100_000];

const text = (x, y, words, more = "") => `<text x="${x}" y="${y}" ${more}>${words}</text>`;

/** One bar for each cell (`server`, `perCpu`), longest first. */
export function chart(cells) {
  const sorted = cells.toSorted((a, b) => b.perCpu - a.perCpu);
  const height = 58 + sorted.length * (BAR + GAP) + 30;
  const most = Math.log10(Math.max(...sorted.map((cell) => cell.perCpu), 100));
  const along = (value) => (Math.log10(Math.max(value, 1)) / most) * (WIDTH - NAMES - RIGHT);
  const lines = DECADES.filter((decade) => Math.log10(decade) <= most).map((decade) => {
    const x = (NAMES + along(decade)).toFixed(1);
    return `<path d="M${x} 44V${height - 28}" class="l"/>${text(x, height - 10, decade.toLocaleString("en"), 'text-anchor="middle" class="s"')}`;
  });
  const bars = sorted.map((cell, at) => {
    const y = 50 + at * (BAR + GAP);
    const width = Math.max(along(cell.perCpu), 2);
    const value = Math.round(cell.perCpu).toLocaleString("en");
    return `${text(NAMES - 10, y + 18, cell.server, 'text-anchor="end"')}<rect x="${NAMES}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2" class="${cell.server.startsWith("dateline") ? "d" : "b"}"/>${text((NAMES + width + 8).toFixed(1), y + 18, value)}`;
  });
  const style = "text{font:14px system-ui,sans-serif;fill:#1f1b16}.s{font-size:12px;fill:#6b6256}.l{stroke:#d8d0c4}.d{fill:#8b1a1a}.b{fill:#9a9184}@media (prefers-color-scheme:dark){text{fill:#eee7dc}.s{fill:#a79d8f}.l{stroke:#4a433a}.d{fill:#e0645c}.b{fill:#7d7569}}";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Stories served per second of processor time"><style>${style}</style>${text(0, 20, "A story: answers per second of processor time, logarithmic", 'font-weight="600"')}${lines.join("")}${bars.join("")}</svg>\n`;
}
