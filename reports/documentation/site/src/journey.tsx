import type { JSX } from 'preact';
import type { JourneyCard, JourneyPage, ScenarioCard, SiteData, Told } from '../../site-data';
import { date, money, ms } from './format';
import { DefectsOf } from './proof';
import { DemandTable } from './demands';
import { Measures } from './levels';
import { JourneyLink, Missing, OutcomeBadge, Scrolling, StateBadge, Title, useLoaded } from './parts';
import { journeyPiece, piece } from './pieces';
import { linkTo } from './router';
import { StepWords } from './steps';

export function Journey({ site, id }: { site: SiteData; id: string }): JSX.Element {
  const card = site.journeys.find((journey) => journey.id === id);
  const { value: page } = useLoaded(() => piece<JourneyPage>(journeyPiece(id)), id);
  if (!card) return <Missing what={`This documentation has no journey “${id}”.`} />;
  return (
    <>
      <Title over="Journey">{card.title}</Title>
      <p class="state-line">
        <StateBadge state={card.state} /> {card.why}
      </p>
      {page?.narrative.map((paragraph) => (
        <p key={paragraph} class="narrative">
          {paragraph}
        </p>
      ))}
      <Facts card={card} />
      {page ? <Rules site={site} page={page} /> : <p>{card.scenarios === 0 ? null : 'Opening …'}</p>}
      <section aria-labelledby="demands">
        <h2 id="demands">What is demanded of it</h2>
        <DemandTable site={site} demands={site.demands.filter(({ journey }) => journey === id)} />
      </section>
      {page && page.measures.length > 0 ? (
        <section aria-labelledby="levels">
          <h2 id="levels">Service levels</h2>
          <Measures measures={page.measures} />
        </section>
      ) : null}
      {page ? <History page={page} /> : null}
    </>
  );
}

function Facts({ card }: { card: JourneyCard }): JSX.Element {
  return (
    <dl class="facts">
      <div>
        <dt>Revenue</dt>
        <dd>
          {card.mrr === null ? 'no plan states a figure' : `${money(card.mrr)} a month`}
          {card.basis === null ? '' : ` (${card.basis})`}
        </dd>
      </div>
      <div>
        <dt>Owner</dt>
        <dd>{card.owner || 'nobody'}</dd>
      </div>
      <div>
        <dt>Capability</dt>
        <dd>{card.capability || '–'}</dd>
      </div>
      <div>
        <dt>Priority</dt>
        <dd>{card.priority}</dd>
      </div>
      <div>
        <dt>Stands on</dt>
        <dd>
          {card.depends_on.length === 0
            ? 'no other journey'
            : card.depends_on.map((other, at) => (
                <span key={other}>
                  {at > 0 ? ', ' : ''}
                  <JourneyLink id={other} />
                </span>
              ))}
        </dd>
      </div>
      <div>
        <dt>Scenarios</dt>
        <dd>
          {card.scenarios === 0
            ? 'none yet'
            : `${card.passed} of ${card.scenarios} passed, in ${ms(card.duration_ms)}`}
        </dd>
      </div>
    </dl>
  );
}

function Rules({ site, page }: { site: SiteData; page: JourneyPage }): JSX.Element {
  const cards = new Map(site.scenarios.map((card) => [card.id, card]));
  return (
    <>
      {page.background.length === 0 ? null : (
        <section aria-label="Before each scenario" class="told">
          <h3>Before each scenario</h3>
          <Steps steps={page.background} />
        </section>
      )}
      {page.sections.map((section, at) => (
        <section key={at} aria-label={section.rule ?? 'Scenarios'}>
          <h2>{section.rule ?? 'Scenarios'}</h2>
          {section.description.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {section.background.length === 0 ? null : <Steps steps={section.background} />}
          {section.scenarios.map((told, index) => (
            <ToldScenario
              key={index}
              told={told}
              cards={told.ids.flatMap((id) => cards.get(id) ?? [])}
              site={site}
            />
          ))}
        </section>
      ))}
    </>
  );
}

const Steps = ({ steps }: { steps: Told['steps'] }): JSX.Element => (
  <ul class="steps">
    {steps.map((step, at) => (
      <li key={at}>
        <StepWords step={step} />
      </li>
    ))}
  </ul>
);

function ToldScenario({
  told,
  cards,
  site,
}: {
  told: Told;
  cards: ScenarioCard[];
  site: SiteData;
}): JSX.Element {
  const [single] = told.examples.length === 0 ? cards : [];
  const defects = [...new Set(cards.flatMap((card) => card.defects))];
  const byId = new Map(cards.map((card) => [card.id, card]));
  return (
    <article class="told">
      <h3>{single ? <a href={linkTo('scenario', single.id)}>{told.name}</a> : told.name}</h3>
      {single ? (
        <p class="state-line">
          <OutcomeBadge outcome={single.outcome} /> {single.reason ?? ms(single.duration_ms)}
        </p>
      ) : null}
      {told.description.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      <Steps steps={told.steps} />
      {told.examples.map(({ name, header, rows }, at) => (
        <Scrolling key={at} label={`Examples of “${told.name}”${name ? `: ${name}` : ''}`}>
          <table class="cells">
            <caption>Examples{name ? `: ${name}` : ''}</caption>
            <thead>
              <tr>
                {header.map((word) => (
                  <th key={word} scope="col">
                    {word}
                  </th>
                ))}
                <th scope="col">Outcome</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ cells, id }, row) => (
                <tr key={row}>
                  {cells.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                  <td>
                    <RowOutcome card={byId.get(id ?? '')} cells={cells} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      ))}
      <DefectsOf site={site} ids={defects} />
    </article>
  );
}

function RowOutcome({
  card,
  cells,
}: {
  card: ScenarioCard | undefined;
  cells: readonly string[];
}): JSX.Element {
  if (!card) return <>not there</>;
  return (
    <a href={linkTo('scenario', card.id)} aria-label={`${card.outcome}: ${cells.join(', ')}`}>
      <OutcomeBadge outcome={card.outcome} />
    </a>
  );
}

function History({ page }: { page: JourneyPage }): JSX.Element | null {
  if (page.history.length < 2) return null;
  return (
    <section aria-labelledby="history">
      <h2 id="history">Its last runs</h2>
      <ol class="inline">
        {page.history.slice(-12).map(({ started_at, state }) => (
          <li key={started_at}>
            <StateBadge state={state} /> <time dateTime={started_at}>{date(started_at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
