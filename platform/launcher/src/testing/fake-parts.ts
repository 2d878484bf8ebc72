import { join } from 'node:path';
import { authEnv, backendEnv, type InstanceSettings, type Parts } from '../parts';
import type { Behaviour } from './fake-service';

/** Parts under the platform's own names, each of which behaves as it is told. */
export function fakeParts(
  projectRoot: string,
  behaviours: Partial<Record<'auth' | 'backend', Behaviour>> = {},
): Parts {
  const part = (name: string) => ({
    name,
    source: 'platform/launcher/src/testing',
    entry: join(projectRoot, 'platform/launcher/src/testing/fakes', `${name}.ts`),
  });
  const env = (own: (settings: InstanceSettings) => Record<string, string>, fake: Behaviour = 'healthy') => {
    return (settings: InstanceSettings) => ({ ...own(settings), FAKE: fake });
  };
  return {
    variant: 'fakes',
    standIns: [part('llm'), part('mail')],
    services: [
      { ...part('auth'), env: env(authEnv, behaviours.auth) },
      { ...part('backend'), env: env(backendEnv, behaviours.backend) },
    ],
  };
}
