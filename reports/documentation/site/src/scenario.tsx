import type { JSX } from 'preact';
import type { Cause, LogLine, ScenarioCard, ScenarioPage, SiteData } from '../../site-data';
import { counted, date, ms } from './format';
import { DefectsOf } from './proof';
import { JourneyLink, Missing, OutcomeBadge, Scrolling, Title, useLoaded } from './parts';
import { piece, scenarioPiece } from './pieces';
import { RanSteps } from './ran-steps';
import { linkTo } from './router';
import { SequenceDiagram } from './sequence-diagram';

export function Scenario({ site, id }: { site: SiteData; id: string }): JSX.Element {
  const card = site.scenarios.find((scenario) => scenario.id === id);
  const { value: page, failure } = useLoaded(() => piece<ScenarioPage>(scenarioPiece(id)), id);
  if (!card)
    return <Missing what="This documentation has no such scenario: it was renamed, moved or taken out." />;
  return (
    <>
      <Title over="Scenario">{card.name}</Title>
      <p class="state-line">
        <OutcomeBadge outcome={card.outcome} /> in{' '}
        <JourneyLink id={card.journey}>{titleOf(site, card)}</JourneyLink>
        {card.rule === null ? null : <>, “{card.rule}”</>}
      </p>
      {failure === undefined ? null : <p class="notice notice-warn">{failure}</p>}
      {page?.cause ? <CauseOf cause={page.cause} /> : null}
      <Facts card={card} page={page} />
      {page ? <Happened page={page} complete={site.complete} /> : null}
      <DefectsOf site={site} ids={card.defects} />
      <p class="place">
        {card.place}
        {card.tags.map((tag) => (
          <a key={tag} class="tag" href={linkTo('search', '', { q: `@${tag}` })}>
            @{tag}
          </a>
        ))}
      </p>
    </>
  );
}

const titleOf = (site: SiteData, { journey }: ScenarioCard): string =>
  site.journeys.find(({ id }) => id === journey)?.title ?? journey;

/** The cause comes first; the trace of the code comes last, for whoever mends it. */
function CauseOf({ cause }: { cause: Cause }): JSX.Element {
  return (
    <section class="cause" aria-labelledby="cause">
      <h2 id="cause">Why it did not pass</h2>
      <p class="sentence">{cause.sentence}</p>
      {cause.step === null ? null : <p>It broke at “{cause.step}”.</p>}
      {cause.details.length === 0 ? null : (
        <pre tabIndex={0} aria-label="What was wanted and seen">
          {cause.details.join('\n')}
        </pre>
      )}
      {cause.stack === null ? null : (
        <details>
          <summary>Where in the suite's code</summary>
          <pre tabIndex={0}>{cause.stack}</pre>
        </details>
      )}
    </section>
  );
}

function Facts({ card, page }: { card: ScenarioCard; page: ScenarioPage | undefined }): JSX.Element {
  return (
    <dl class="facts">
      <div>
        <dt>Took</dt>
        <dd>
          {ms(card.duration_ms)}
          {card.slower === null
            ? ''
            : `, slower than its usual ${ms(card.slower.baseline_ms)} (median of ${counted(card.slower.runs, 'run')})`}
        </dd>
      </div>
      {page?.started_at ? (
        <div>
          <dt>Started</dt>
          <dd>
            <time dateTime={page.started_at}>{date(page.started_at)}</time>
          </dd>
        </div>
      ) : null}
      {page?.assertions ? (
        <div>
          <dt>Looked at</dt>
          <dd>{counted(page.assertions, 'assertion')}</dd>
        </div>
      ) : null}
      {card.flaky ? (
        <div>
          <dt>Flaky</dt>
          <dd>it passed and failed by turns on the same commit: it says nothing</dd>
        </div>
      ) : null}
    </dl>
  );
}

function Happened({ page, complete }: { page: ScenarioPage; complete: boolean }): JSX.Element {
  const isEmpty = page.steps.length === 0;
  return (
    <>
      <section aria-labelledby="steps">
        <h2 id="steps">Steps and evidence</h2>
        {isEmpty ? (
          <p>It was never started, so there is nothing to show.</p>
        ) : (
          <RanSteps page={page} complete={complete} />
        )}
      </section>
      {page.sequence.arrows.length === 0 ? null : (
        <section aria-labelledby="sequence">
          <h2 id="sequence">What travelled</h2>
          <SequenceDiagram page={page} />
        </section>
      )}
      {page.logs.length === 0 ? null : (
        <section aria-labelledby="logs">
          <h2 id="logs">What the services logged about it</h2>
          <Logs logs={page.logs} leftOut={page.logs_left_out} />
        </section>
      )}
      {page.history.length < 2 ? null : (
        <section aria-labelledby="history">
          <h2 id="history">Its last runs</h2>
          <ol class="inline">
            {page.history.slice(-12).map(({ started_at, outcome, duration_ms }) => (
              <li key={started_at}>
                <OutcomeBadge outcome={outcome} /> {ms(duration_ms)},{' '}
                <time dateTime={started_at}>{date(started_at)}</time>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function Logs({ logs, leftOut }: { logs: readonly LogLine[]; leftOut: number }): JSX.Element {
  return (
    <details>
      <summary>
        {counted(logs.length, 'line')}
        {leftOut > 0 ? `, ${counted(leftOut, 'more line', 'more lines')} left out` : ''}
      </summary>
      <Scrolling label="Log lines of the services">
        <table class="cells logs">
          <thead>
            <tr>
              <th scope="col" class="number">
                After
              </th>
              <th scope="col">Service</th>
              <th scope="col">Level</th>
              <th scope="col">Message</th>
            </tr>
          </thead>
          <tbody>
            {logs.map(({ at, service, level, msg }, index) => (
              <tr key={index} class={`level-${level === 'error' || level === 'fatal' ? 'bad' : level}`}>
                <td class="number">{ms(Math.max(0, at))}</td>
                <td>{service}</td>
                <td>{level}</td>
                <td>{msg}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </details>
  );
}
