import type { JSX } from 'preact';
import type { Change, SiteData } from '../../site-data';
import { STATES } from '../../../state-words';
import { ago, counted, date, money, signed } from './format';
import { StateBadge, WordBadge } from './parts';
import { linkTo } from './router';
import { Sign } from './sign';
import { JourneyTitle } from './titles';

export function ChangeList({ site, most = Infinity }: { site: SiteData; most?: number }): JSX.Element {
  const { changes } = site;
  if (changes === null) return <p>{site.no_changes}</p>;
  const { since, list, revenue, comparable } = changes;
  const moved = STATES.filter((state) => revenue[state] !== undefined);
  return (
    <>
      <p>
        Since the run of <time dateTime={since.started_at}>{date(since.started_at)}</time> (
        {ago(since.started_at)}){since.commit === null ? '' : `, commit ${since.commit.slice(0, 10)}`}
        {comparable === 'part' ? '. One of the two ran only a part: what both looked at is compared.' : '.'}
      </p>
      {moved.length === 0 ? null : (
        <ul class="inline">
          {moved.map((state) => (
            <li key={state}>
              <StateBadge state={state} /> {signed(revenue[state] ?? 0)}
            </li>
          ))}
        </ul>
      )}
      {list.length === 0 ? <p>Nothing came to anything else.</p> : null}
      <ul class="changes">
        {list.slice(0, most).map((change) => (
          <ChangeLine key={`${change.what} ${change.id ?? change.name}`} change={change} />
        ))}
      </ul>
      <Slower site={site} />
      {list.length > most ? (
        <p>
          <a href={linkTo('history')}>All {counted(list.length, 'change')}</a>
        </p>
      ) : null}
    </>
  );
}

/** What came to the same, and took clearly longer for it. */
function Slower({ site }: { site: SiteData }): JSX.Element | null {
  const slower = site.scenarios.filter((card) => card.slower !== null).length;
  if (slower === 0) return null;
  return (
    <p>
      <a href={linkTo('history')}>{counted(slower, 'scenario')}</a> took clearly longer than usual.
    </p>
  );
}

function ChangeLine({ change }: { change: Change }): JSX.Element {
  const { what, id, name, from, to, mrr, better } = change;
  const words = what === 'journey' ? <JourneyTitle id={name} /> : name;
  return (
    <li>
      <span class={better ? 'better' : 'worse'}>{better ? 'better' : 'look at it'}</span>{' '}
      {id === null ? words : <a href={linkTo(what, id)}>{words}</a>}: <WordBadge word={from} />{' '}
      <Sign name="arrow" />
      <span class="unseen">became</span> <WordBadge word={to} />
      {mrr === null ? '' : `, ${money(mrr)} a month`}
    </li>
  );
}
