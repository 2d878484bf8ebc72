import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { SiteData } from '../../site-data';
import { Demands } from './demands';
import { Glossary } from './glossary';
import { History } from './history';
import { Journey } from './journey';
import { Journeys } from './journeys';
import { Levels } from './levels';
import { Overview } from './overview';
import { Missing } from './parts';
import { Proof } from './proof';
import { linkTo, replaceQuery, useRoute, type Route } from './router';
import { Scenario } from './scenario';
import { SearchPage } from './search-page';
import { Titles } from './titles';

const PAGES: readonly [page: string, word: string][] = [
  ['', 'Overview'],
  ['journeys', 'Journeys'],
  ['demands', 'Traceability'],
  ['levels', 'Service levels'],
  ['proof', 'Proof'],
  ['history', 'History'],
  ['glossary', 'Glossary'],
];

export function App({ site }: { site: SiteData }): JSX.Element {
  const route = useRoute();
  const titles = useMemo(() => new Map(site.journeys.map(({ id, title }) => [id, title])), [site]);
  useEffect(() => {
    scrollTo(0, 0);
  }, [route.page, route.id]);
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>
        To the content
      </a>
      <header class="head">
        <nav aria-label="Pages">
          <ul>
            {PAGES.map(([page, word]) => (
              <li key={page}>
                <a href={linkTo(page)} {...(route.page === page ? { 'aria-current': 'page' as const } : {})}>
                  {word}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <SearchBox route={route} />
      </header>
      <main id="content" tabIndex={-1}>
        <Titles.Provider value={titles}>
          <Page key={`${route.page}/${route.id}`} site={site} route={route} />
        </Titles.Provider>
      </main>
      <footer>
        {site.complete ? null : (
          <p>
            This is the single file: pictures and long evidence are only in the documentation as a folder.
          </p>
        )}
        <p>
          Run {site.run.id}, Node {site.run.node}
          {site.run.seed === null ? '' : `, seed ${site.run.seed}`}. Secrets were taken out before anything
          was written.
        </p>
      </footer>
    </>
  );
}

/** The address is the page's, so the link to the content only moves the focus. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function Page({ site, route }: { site: SiteData; route: Route }): JSX.Element {
  switch (route.page) {
    case '':
      return <Overview site={site} />;
    case 'journeys':
      return <Journeys site={site} route={route} />;
    case 'journey':
      return <Journey site={site} id={route.id} />;
    case 'scenario':
      return <Scenario site={site} id={route.id} />;
    case 'demands':
      return <Demands site={site} route={route} />;
    case 'levels':
      return <Levels site={site} />;
    case 'proof':
      return <Proof site={site} />;
    case 'history':
      return <History site={site} />;
    case 'glossary':
      return <Glossary site={site} route={route} />;
    case 'search':
      return <SearchPage site={site} route={route} />;
    default:
      return <Missing what={`There is no page “${route.page}”.`} />;
  }
}

/** "/" leads to it from anywhere. */
function SearchBox({ route }: { route: Route }): JSX.Element {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof HTMLElement && /^(input|select|textarea)$/i.test(event.target.tagName);
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  const look = (q: string): void => {
    if (route.page === 'search') replaceQuery(route, { q });
    else location.hash = linkTo('search', '', { q });
  };
  return (
    <form role="search" class="search" onSubmit={(event) => event.preventDefault()}>
      <label for="search-words">Search scenarios</label>
      <input
        ref={box}
        id="search-words"
        type="search"
        placeholder="words or @tag"
        aria-keyshortcuts="/"
        value={route.page === 'search' ? (route.query.get('q') ?? '') : ''}
        onInput={({ currentTarget }) => look(currentTarget.value)}
      />
    </form>
  );
}
