import type { JSX } from 'preact';
import type { SiteData, StepPattern } from '../../site-data';
import { STATES, STATE_WORDS } from '../../../state-words';
import { counted } from './format';
import { StateBadge, Title } from './parts';
import { replaceQuery, type Route } from './router';

const KEYWORDS = ['Given', 'When', 'Then'] as const;

export function Glossary({ site, route }: { site: SiteData; route: Route }): JSX.Element {
  const words = route.query.get('q') ?? '';
  const matches = ({ pattern, examples }: StepPattern): boolean =>
    `${pattern} ${examples.join(' ')}`.toLowerCase().includes(words.toLowerCase());
  const shown = site.steps.filter(matches);
  return (
    <>
      <Title over="Glossary">The words to write the next scenario with</Title>
      <p>
        A scenario is three to six sentences: who is there (Given), the one thing that happens (When), and
        what people see then (Then). Every sentence below is understood already; words in braces stand for
        what is listed under “Words”.
      </p>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Find a sentence
          <input
            type="search"
            value={words}
            onInput={({ currentTarget }) => replaceQuery(route, { q: currentTarget.value })}
          />
        </label>
      </form>
      {KEYWORDS.map((keyword) => (
        <Sentences key={keyword} keyword={keyword} steps={shown.filter((step) => step.keyword === keyword)} />
      ))}
      <Sentences
        keyword="Not used yet"
        steps={shown.filter((step) => !KEYWORDS.some((one) => one === step.keyword))}
      />
      <section aria-labelledby="words">
        <h2 id="words">Words</h2>
        <dl>
          {site.words.map(({ name, examples }) => (
            <div key={name}>
              <dt>
                <code>{`{${name}}`}</code>
              </dt>
              <dd>{examples.join(' · ')}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-labelledby="states">
        <h2 id="states">States of a journey, worst first</h2>
        <dl>
          {STATES.map((state) => (
            <div key={state}>
              <dt>
                <StateBadge state={state} />
              </dt>
              <dd>{STATE_WORDS[state].meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function Sentences({
  keyword,
  steps,
}: {
  keyword: string;
  steps: readonly StepPattern[];
}): JSX.Element | null {
  if (steps.length === 0) return null;
  return (
    <section aria-label={keyword}>
      <h2>{keyword}</h2>
      <ul class="sentences">
        {steps.map(({ pattern, file, uses, examples }) => (
          <li key={`${file} ${pattern}`}>
            <details>
              <summary>
                {pattern} <small>{counted(uses, 'use')}</small>
              </summary>
              <ul>
                {examples.map((example) => (
                  <li key={example}>{example}</li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
