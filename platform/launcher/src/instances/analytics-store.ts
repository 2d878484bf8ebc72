import { randomBytes } from 'node:crypto';

/** Where one instance's usage figures are kept, and who may go there. Names follow docs/platform.md. */
export interface AnalyticsStore {
  database: string;
  /** Writes and reads. */
  backend: AnalyticsUser;
  /** Reads and writes nothing. */
  witness: AnalyticsUser;
}

export interface AnalyticsUser {
  user: string;
  password: string;
}

/** Decided before the analytics process starts: it makes its database and users itself, from what it is told. */
export function analyticsStore(id: string): AnalyticsStore {
  const user = (role: string): AnalyticsUser => ({
    user: `${role}_${id}`,
    password: randomBytes(24).toString('hex'),
  });
  return { database: `analytics_${id}`, backend: user('backend'), witness: user('witness') };
}
