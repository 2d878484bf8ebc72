const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** "1 December 2026", where the person is. */
export function dayOf(timestamp: string): string {
  return DAY.format(new Date(timestamp));
}

/** "14:05" for today, else with the day. */
export function momentOf(timestamp: string, now = new Date()): string {
  const moment = new Date(timestamp);
  return moment.toDateString() === now.toDateString() ? TIME.format(moment) : DAY_AND_TIME.format(moment);
}
