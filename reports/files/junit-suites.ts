/**
 * Cucumber's formatter writes one suite. Here its cases are dealt out to one suite for each journey, so that a CI server
 * shows what a product owner knows.
 */

interface Case {
  xml: string;
  classname: string;
  seconds: number;
  result: 'failure' | 'skipped' | 'error' | 'passed';
}

/**
 * @param suite what the formatter wrote.
 * @param journeyOf the journey of a feature, by the feature's name; undefined for what belongs to the run as a whole.
 */
export function dealtOut(suite: string, journeyOf: (feature: string) => string | undefined): string {
  const start = suite.indexOf('<testsuite');
  const open = endOfTag(suite, start);
  if (start === -1 || open === -1) return suite;
  const suites = new Map<string, Case[]>();
  for (const one of casesIn(suite, open)) {
    const name = journeyOf(one.classname) ?? 'the run as a whole';
    suites.set(name, [...(suites.get(name) ?? []), one]);
  }
  const root = suite
    .slice(start, open)
    .replace(/^<testsuite\b/, '<testsuites')
    .replace(/\/>$/, '>');
  const parts = [...suites].map(([name, cases]) => suiteOf(name, cases));
  return [suite.slice(0, start) + root, ...parts, '</testsuites>', ''].join('\n');
}

function suiteOf(name: string, cases: readonly Case[]): string {
  const of = (result: Case['result']): number => cases.filter((one) => one.result === result).length;
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  const counts = `tests="${cases.length}" skipped="${of('skipped')}" failures="${of('failure')}" errors="${of('error')}"`;
  const head = `<testsuite name="${name.replace(/[<&"]/g, '')}" time="${time}" ${counts}>`;
  return [`  ${head}`, ...cases.map(({ xml }) => `    ${xml}`), '  </testsuite>'].join('\n');
}

/** The cases as they stand, whatever their messages look like: what is quoted or in CDATA is passed over. */
function casesIn(xml: string, from: number): Case[] {
  const cases: Case[] = [];
  let at = xml.indexOf('<testcase', from);
  while (at !== -1) {
    const end = endOfTag(xml, at);
    const head = xml.slice(at, end);
    const close = head.endsWith('/>') ? { end, result: 'passed' as const } : endOfCase(xml, end);
    cases.push({
      xml: xml.slice(at, close.end),
      classname: unescaped(/ classname="([^"]*)"/.exec(head)?.[1] ?? ''),
      seconds: Number(/ time="([^"]*)"/.exec(head)?.[1] ?? 0),
      result: close.result,
    });
    at = xml.indexOf('<testcase', close.end);
  }
  return cases;
}

function endOfCase(xml: string, from: number): Pick<Case, 'result'> & { end: number } {
  let result: Case['result'] = 'passed';
  let at = xml.indexOf('<', from);
  while (at !== -1) {
    if (xml.startsWith('<![CDATA[', at)) {
      at = xml.indexOf('<', xml.indexOf(']]>', at));
      continue;
    }
    const end = endOfTag(xml, at);
    if (xml.startsWith('</testcase', at)) return { end, result };
    const kind = /^<(failure|skipped|error)\b/.exec(xml.slice(at, at + 10))?.[1];
    if (kind) result = kind as Case['result'];
    at = xml.indexOf('<', end);
  }
  return { end: xml.length, result };
}

/** Behind the `>` that ends it: one in quotes is part of a value. */
function endOfTag(xml: string, at: number): number {
  let quote = '';
  for (let index = at; index >= 0 && index < xml.length; index += 1) {
    const char = xml[index] ?? '';
    if (quote) quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return index + 1;
  }
  return -1;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
