import type { State } from '../../../state-words';
import type { Outcome } from '../../site-data';
import type { SignName } from './sign';

/** Figures, dates and words as the reader's own locale writes them. */

/** A browser may name a language as its system does ("en-US@posix"), which is none that figures can be written in. */
const locales = navigator.languages.filter((language) => {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
});
const locale = (): string[] => locales;

export function money(amount: number): string {
  return new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 0,
  }).format(amount);
}

export const signed = (amount: number): string => `${amount > 0 ? '+' : '−'}${money(Math.abs(amount))}`;

export const count = (amount: number): string => new Intl.NumberFormat(locale()).format(amount);

export function share(part: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(part);
}

export function date(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

export function day(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(iso));
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 hours ago" */
export function ago(iso: string, now = Date.now()): string {
  const since = now - Date.parse(iso);
  const [unit, length] = UNITS.find(([, ms]) => since >= ms) ?? ['minute', 60_000];
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-Math.floor(since / length), unit);
}

export function ms(duration: number): string {
  const number = (value: number, digits: number): string =>
    new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
  if (duration < 1000) return `${number(duration, 0)} ms`;
  if (duration < 60_000) return `${number(duration / 1000, 1)} s`;
  return `${number(Math.floor(duration / 60_000), 0)} min ${number(Math.round((duration % 60_000) / 1000), 0)} s`;
}

export function counted(amount: number, one: string, many = `${one}s`): string {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}

export const STATE_SIGNS: Record<State, SignName> = {
  at_risk: 'cross',
  blocked: 'stop',
  uncovered: 'ring',
  unverified: 'question',
  unproven: 'wave',
  protected: 'check',
};

export const OUTCOME_WORDS: Record<Outcome, { word: string; sign: SignName; state: State }> = {
  passed: { word: 'passed', sign: 'check', state: 'protected' },
  failed: { word: 'failed', sign: 'cross', state: 'at_risk' },
  undefined: { word: 'undefined', sign: 'cross', state: 'at_risk' },
  ambiguous: { word: 'ambiguous', sign: 'cross', state: 'at_risk' },
  pending: { word: 'pending', sign: 'cross', state: 'at_risk' },
  skipped: { word: 'no verdict', sign: 'stop', state: 'blocked' },
  unverified: { word: 'unverified', sign: 'question', state: 'unverified' },
  not_selected: { word: 'not run', sign: 'ring', state: 'uncovered' },
};
