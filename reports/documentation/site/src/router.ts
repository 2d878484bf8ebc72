import { useEffect, useState } from 'preact/hooks';

/** `#/scenario/the-first-question-1a2b3c4d?q=ada`: the same from run to run, and it can be sent to somebody. */
export interface Route {
  page: string;
  id: string;
  query: URLSearchParams;
}

export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page = '', id = ''] = path.split('/');
  return { page, id: decoded(id), query: new URLSearchParams(query) };
}

export function linkTo(page: string, id = '', query: Record<string, string> = {}): string {
  const path = [page, id].filter(Boolean).map(encodeURIComponent).join('/');
  const told = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return `#/${path}${told ? `?${told}` : ''}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const follow = (): void => setRoute(routeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

/** Filters stand in the address, so that what is seen can be sent; they make no step to go back to. */
export function replaceQuery(route: Route, changed: Record<string, string>): void {
  const query = { ...Object.fromEntries(route.query), ...changed };
  history.replaceState(null, '', linkTo(route.page, route.id, query));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A link that was cut short leads to a page that says so.
  }
}
