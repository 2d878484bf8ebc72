import type { RawLogLine } from '../record/evidence';
import type { Arrow } from '../site-data';

/**
 * Exchanges among the services, as both ends of them logged it in the scenario's trace. A line that only one end wrote
 * is drawn only where nobody else could have been at the other end.
 */
export function arrowsAmongServices(logs: readonly RawLogLine[]): Arrow[] {
  return [...events(logs), ...mails(logs), ...callsOfModels(logs)];
}

/** One service published an event, others took it in: both name it by its id. */
function events(logs: readonly RawLogLine[]): Arrow[] {
  const published = logs.filter((line) => text(line, 'event_id') !== '' && /^published\b/.test(line.msg));
  return published.flatMap((line) => {
    const id = text(line, 'event_id');
    const label = text(line, 'event_type') || line.msg.replace(/^published\s*/, '');
    return logs
      .filter((other) => other.service !== line.service && text(other, 'event_id') === id)
      .map((taker) => arrow(Math.min(at(line), at(taker)), line.service, taker.service, label, 'event'));
  });
}

/** The mail server says what it accepted, and a service that it sent one; the nearest two belong together. */
function mails(logs: readonly RawLogLine[]): Arrow[] {
  const accepted = logs.filter(({ service, msg }) => service === 'mail' && /\baccepted\b/.test(msg));
  const free = logs.filter(({ service, msg }) => service !== 'mail' && /^sent a mail\b/.test(msg));
  return accepted.flatMap((line) => {
    const nearest = free
      .map((sent) => ({ sent, apart: Math.abs(at(sent) - at(line)) }))
      .sort((a, b) => a.apart - b.apart)[0];
    if (!nearest) return [];
    free.splice(free.indexOf(nearest.sent), 1);
    const label = `a mail to ${text(nearest.sent, 'purpose').replaceAll('_', ' ') || 'somebody'}`;
    return [arrow(at(line), nearest.sent.service, 'mail', label, 'smtp')];
  });
}

/** Only what runs agents asks a language model: the service that logged their work. */
function callsOfModels(logs: readonly RawLogLine[]): Arrow[] {
  const asker = logs.find(({ msg }) => /^(run taken up|triage decided|step done)\b/.test(msg))?.service;
  if (asker === undefined) return [];
  return logs
    .filter((line) => line.service === 'llm' && text(line, 'method') === 'POST')
    .map((line) => ({
      ...arrow(at(line), asker, 'llm', line.msg, 'http'),
      failed: Number(line['status']) >= 400,
    }));
}

function arrow(when: number, from: string, to: string, label: string, kind: Arrow['kind']): Arrow {
  return { at: when, from, to, label, kind, times: 1, failed: false, seen_by: 'logs', step: null };
}

const at = ({ time }: RawLogLine): number => Date.parse(time) || 0;

function text(line: RawLogLine, name: string): string {
  const value = line[name];
  return typeof value === 'string' ? value : '';
}
