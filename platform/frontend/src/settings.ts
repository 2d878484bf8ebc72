import { commonSettings } from '@reference/kit/settings';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const BUILT_PAGES = 'expected the folder of the built pages, the one with index.html in it';

/** Everything the frontend is told at its start. What it passes calls on to, it finds by discovery. */
export const frontendSettings = commonSettings.extend({
  WEB_ROOT: z
    .string({ error: BUILT_PAGES })
    .refine((root) => existsSync(join(root, 'index.html')), { error: BUILT_PAGES })
    .transform((root) => resolve(root)),
});

export type FrontendSettings = z.output<typeof frontendSettings>;
