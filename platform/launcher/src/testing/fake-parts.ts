import { join } from 'node:path';
import { analyticsEnv, authEnv, backendEnv, frontendEnv, type Parts } from '../parts';
import type { Behaviour } from './fake-service';

export type Behaviours = Partial<Record<'auth' | 'analytics' | 'backend' | 'frontend', Behaviour>>;

/** Parts under the platform's own names, each of which behaves as it is told. */
export function fakeParts(projectRoot: string, behaviours: Behaviours = {}): Parts {
  const part = (name: string) => ({
    name,
    source: 'platform/launcher/src/testing',
    entry: join(projectRoot, 'platform/launcher/src/testing/fakes', `${name}.ts`),
  });
  const told = <S>(own: (settings: S) => Record<string, string>, fake: Behaviour = 'healthy') => {
    return (settings: S) => ({ ...own(settings), FAKE: fake });
  };
  const { auth, analytics, backend, frontend } = behaviours;
  return {
    variant: 'fakes',
    standIns: [part('llm'), part('mail'), part('identity'), part('payment')],
    services: [
      { ...part('auth'), needs: [], starts: 'settled', env: told(authEnv, auth) },
      { ...part('analytics'), needs: [], starts: 'first', env: told(analyticsEnv, analytics) },
      { ...part('backend'), needs: ['auth'], starts: 'settled', env: told(backendEnv, backend) },
      { ...part('frontend'), needs: ['auth', 'backend'], starts: 'first', env: told(frontendEnv, frontend) },
    ],
    pages: undefined,
  };
}
