import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SiteData } from '../../site-data';
import { STATES, STATE_WORDS } from '../../../state-words';
import { counted, ms, OUTCOME_WORDS } from './format';
import { Choice } from './journeys';
import { OutcomeBadge, Title } from './parts';
import { linkTo, replaceQuery, type Route } from './router';
import { indexOf, search } from './search';
import { JourneyTitle } from './titles';

const MOST_SHOWN = 100;

export function SearchPage({ site, route }: { site: SiteData; route: Route }): JSX.Element {
  const index = useMemo(() => indexOf(site), [site]);
  const wanted = (name: string): string => route.query.get(name) ?? '';
  const query = {
    q: wanted('q'),
    outcome: wanted('outcome'),
    state: wanted('state'),
    owner: wanted('owner'),
    capability: wanted('capability'),
  };
  const found = search(index, query);
  const choose = (name: string, value: string): void => replaceQuery(route, { [name]: value });
  const distinct = (words: readonly string[]): [string, string][] =>
    [...new Set(words)]
      .filter(Boolean)
      .sort()
      .map((word) => [word, word]);
  return (
    <>
      <Title over="Search">Scenarios</Title>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label="Outcome"
          value={query.outcome}
          options={Object.entries(OUTCOME_WORDS).map(([id, { word }]) => [id, word])}
          choose={(value) => choose('outcome', value)}
        />
        <Choice
          label="Journey's state"
          value={query.state}
          options={STATES.map((state) => [state, STATE_WORDS[state].word])}
          choose={(value) => choose('state', value)}
        />
        <Choice
          label="Owner"
          value={query.owner}
          options={distinct(site.journeys.map(({ owner }) => owner))}
          choose={(value) => choose('owner', value)}
        />
        <Choice
          label="Capability"
          value={query.capability}
          options={distinct(site.journeys.map(({ capability }) => capability))}
          choose={(value) => choose('capability', value)}
        />
      </form>
      <p role="status">
        {counted(found.length, 'scenario')} {query.q ? `with “${query.q}”` : ''}
      </p>
      <ul class="found">
        {found.slice(0, MOST_SHOWN).map((card) => (
          <li key={card.id}>
            <a href={linkTo('scenario', card.id)}>{card.name}</a> <OutcomeBadge outcome={card.outcome} />{' '}
            <small>
              <JourneyTitle id={card.journey} />, {ms(card.duration_ms)}
            </small>
          </li>
        ))}
      </ul>
      {found.length > MOST_SHOWN ? (
        <p>The first {MOST_SHOWN} are shown; another word narrows them down.</p>
      ) : null}
    </>
  );
}
