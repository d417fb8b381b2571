import { createHash } from 'node:crypto';
import { fileUnknown } from './errors.ts';
import type { Report, ReportFile } from './report-service.ts';
import { tablesOf, type ReportTable } from './tables.ts';

const style = `@page { size: A4; margin: 15mm } body { font: 10pt/1.4 system-ui, sans-serif; color: #111; background: #fff; max-width: 180mm; margin: auto }
h1 { font-size: 18pt; margin: 0 } h2 { font-size: 12pt; margin: 8mm 0 2mm; break-after: avoid } p { margin: 1mm 0 }
table { border-collapse: collapse; width: 100%; font-size: 8pt } thead { display: table-header-group } tr { break-inside: avoid }
th, td { text-align: left; padding: 1mm 2mm 1mm 0; border-bottom: .2mm solid #bbb; vertical-align: top; overflow-wrap: anywhere } th { border-color: #111 } .n { text-align: right; font-variant-numeric: tabular-nums }`;

/** What a spreadsheet would take for a formula; names and summaries come from devices. */
const formula = /^[\s\p{Cc}]*[=+\-@|%]|^[\t\r]/u;

/** A table for spreadsheets (RFC 4180). */
export function csvOf({ heads, rows }: ReportTable): string {
  const cell = (value: string | number | null): string => {
    if (typeof value !== 'string') return value === null ? '' : String(value);
    const defused = formula.test(value) ? `'${value}` : value;
    return /[",\r\n;]|^\s|\s$/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
  };
  return [heads, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const entities: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '').replaceAll(/[\p{Cc}]/gu, ' ');

/** The whole report on A4, of itself: no script, nothing from elsewhere, and a policy that lets none in. */
export function htmlOf(report: Report): string {
  const title = `Report ${report.month}`;
  const row = (tag: 'th' | 'td', cells: ReportTable['rows'][number]): string => `<tr>${cells.map((cell) => `<${tag}${typeof cell === 'number' ? ' class="n"' : ''}>${cell === null ? '' : escaped(String(cell))}</${tag}>`).join('')}</tr>`;
  const tables = tablesOf(report).map(({ title: head, heads, rows }) =>
    `<h2>${escaped(head)}</h2>${rows.length === 0 ? '<p>Nothing.</p>' : `<table><thead>${row('th', heads)}</thead><tbody>${rows.map((one) => row('td', one)).join('\n')}</tbody></table>`}`);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1><p>${escaped(report.sites.map((site) => site.title).join(', '))}. Made ${report.madeAt}. Available is the share of up in up and down; unknown (nobody watched) and maintenance are apart.</p>
${tables.join('\n')}</body></html>
`;
}

export function filesOf(report: Report): readonly ReportFile[] {
  return [
    { name: 'report.html', type: 'text/html; charset=utf-8', text: htmlOf(report) },
    ...tablesOf(report).map((table) => ({ name: `${table.name}.csv`, type: 'text/csv; charset=utf-8', text: csvOf(table) })),
  ];
}

/** One of the files; a coded error when there is none of that name. */
export function fileOf(report: Report, name: string): ReportFile {
  if (name === 'report.html') return { name, type: 'text/html; charset=utf-8', text: htmlOf(report) };
  const table = tablesOf(report).find((one) => `${one.name}.csv` === name);
  if (table === undefined) throw fileUnknown(`there is no ${name}`, { hint: `There are: report.html, ${tablesOf(report).map((one) => `${one.name}.csv`).join(', ')}.` });
  return { name, type: 'text/csv; charset=utf-8', text: csvOf(table) };
}
