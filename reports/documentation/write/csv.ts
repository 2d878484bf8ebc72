import type { SiteData } from '../site-data';

const HEADER = ['demand', 'plan', 'journey', 'text', 'status', 'gaps', 'scenarios', 'defects'];

/** Every demand as a row, and what was declined with its reason, for a spreadsheet (RFC 4180). */
export function traceabilityCsv({ demands, declined }: SiteData): string {
  const rows = [
    HEADER,
    ...demands.map(({ id, plan, journey, text, status, gaps, scenarios, defects }) => [
      ...[id, plan, journey ?? '', text, status, gaps.join('; ')],
      scenarios.map(({ name, outcome }) => `${name} (${outcome})`).join('; '),
      defects.join('; '),
    ]),
    ...declined.map(({ what, why }) => ['', '', '', what, 'declined', why, '', '']),
  ];
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * A spreadsheet takes a cell that begins so for a formula, also behind white space; the apostrophe makes it text
 * (OWASP, CSV injection).
 */
function cell(text: string): string {
  const harmless = /^[\s"']*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
