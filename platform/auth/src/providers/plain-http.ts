import { allowInsecureRequests, type Configuration } from 'openid-client';

type Permission = (configuration: Configuration) => void;

/**
 * What lets a provider on this machine be asked without encryption; the settings allow that nowhere else. It is the
 * library's own function, with no other around it: discovery knows it by that.
 */
export function plainHttpFor(issuer: string): Permission[] {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the library marks it so that it is noticed
  return new URL(issuer).protocol === 'http:' ? [allowInsecureRequests] : [];
}
