import { commonSettings } from '@reference/kit/settings';
import { z } from 'zod';

/** Letters, digits and underscores: names stand in the engine's own configuration and statements as they are. */
const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'expected letters, digits and underscores' });

const user = z.object({
  password: z.string().min(1),
  database: name,
  /** May read its database and change nothing. */
  readonly: z.boolean().default(false),
});

const users = z
  .string({ error: 'expected JSON: {<user>: {password, database, readonly}}' })
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'expected JSON: {<user>: {password, database, readonly}}',
      });
      return z.NEVER;
    }
  })
  .pipe(z.record(name, user));

/** Everything the analytics service is told at its start. */
export const analyticsSettings = commonSettings.extend({
  /** Where the tables lie; made where it is missing. One process at a time. */
  DATA_DIR: z.string().min(1),
  /** Who may come, each to one database; the databases are made at the start. */
  USERS: users,
});

export type AnalyticsSettings = z.output<typeof analyticsSettings>;
/** By name. */
export type Users = AnalyticsSettings['USERS'];
