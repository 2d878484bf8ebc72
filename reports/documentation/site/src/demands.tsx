import type { JSX } from 'preact';
import type { DemandRow, SiteData } from '../../site-data';
import { traceabilityCsv } from '../../write/csv';
import { counted } from './format';
import { Choice } from './journeys';
import { JourneyLink, Scrolling, Title } from './parts';
import { linkTo, replaceQuery, type Route } from './router';
import { Sign, type SignName } from './sign';

const STATUS: Record<DemandRow['status'], [sign: SignName, word: string, state: string]> = {
  passed: ['check', 'passed', 'protected'],
  failed: ['cross', 'failed', 'at_risk'],
  blocked: ['stop', 'blocked', 'blocked'],
  unverified: ['question', 'unverified', 'unverified'],
  missing: ['ring', 'missing', 'uncovered'],
};

export function Demands({ site, route }: { site: SiteData; route: Route }): JSX.Element {
  const wanted = (name: string): string => route.query.get(name) ?? '';
  const [plan, status, gap, words] = [
    wanted('plan'),
    wanted('status'),
    wanted('gap'),
    wanted('q').toLowerCase(),
  ];
  const shown = site.demands.filter(
    (demand) =>
      (!plan || demand.plan === plan) &&
      (!status || demand.status === status) &&
      (!gap || demand.gaps.includes(gap)) &&
      (!words || `${demand.id} ${demand.text}`.toLowerCase().includes(words)),
  );
  const choose = (name: string, value: string): void => replaceQuery(route, { [name]: value });
  const gaps = [...new Set(site.demands.flatMap((demand) => demand.gaps))].sort();
  return (
    <>
      <Title over="Traceability">
        {counted(shown.length, 'demand')} of {site.demands.length}
      </Title>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Words
          <input
            type="search"
            value={wanted('q')}
            onInput={({ currentTarget }) => choose('q', currentTarget.value)}
          />
        </label>
        <Choice
          label="Plan"
          value={plan}
          options={site.plans.map(({ id, name }) => [id, name])}
          choose={(v) => choose('plan', v)}
        />
        <Choice
          label="Status"
          value={status}
          options={Object.entries(STATUS).map(([id, [, word]]) => [id, word])}
          choose={(v) => choose('status', v)}
        />
        <Choice
          label="Gap"
          value={gap}
          options={gaps.map((word) => [word, word])}
          choose={(v) => choose('gap', v)}
        />
        <button type="button" onClick={() => download(site)}>
          Download as CSV
        </button>
      </form>
      <DemandTable site={site} demands={shown} />
      <section aria-labelledby="declined">
        <h2 id="declined">Declined, and why</h2>
        <dl>
          {site.declined.map(({ what, why }) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{why}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

export function DemandTable({
  site,
  demands,
}: {
  site: SiteData;
  demands: readonly DemandRow[];
}): JSX.Element {
  if (demands.length === 0) return <p class="none">No demand is like that.</p>;
  const known = new Set(site.journeys.map(({ id }) => id));
  return (
    <Scrolling label="Demands">
      <table class="demands">
        <thead>
          <tr>
            <th scope="col">Demand</th>
            <th scope="col">What is demanded</th>
            <th scope="col">Status</th>
            <th scope="col">Scenarios</th>
            <th scope="col">Faults noticed</th>
          </tr>
        </thead>
        <tbody>
          {demands.map(({ id, journey, text, status, answer, gaps, scenarios, defects }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>
                {text}
                {journey !== null && known.has(journey) ? (
                  <small>
                    <JourneyLink id={journey} />
                  </small>
                ) : null}
              </td>
              <td>
                <span class={`badge state-${STATUS[status][2]}`}>
                  <Sign name={STATUS[status][0]} /> {STATUS[status][1]}
                </span>
                {answer === null ? null : <small>{answer}</small>}
                {gaps.length === 0 ? null : <small>{gaps.join(', ')}</small>}
              </td>
              <td>
                <Claims scenarios={scenarios} />
              </td>
              <td>
                {defects.length === 0 ? '–' : defects.map((defect) => defect.replaceAll('-', ' ')).join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

const MOST_SHOWN = 5;

function Claims({ scenarios }: Pick<DemandRow, 'scenarios'>): JSX.Element {
  if (scenarios.length === 0) return <>–</>;
  const list = (
    <ul class="plain">
      {scenarios.map((scenario) => (
        <li key={scenario.id}>
          <a href={linkTo('scenario', scenario.id)}>{scenario.name}</a>
          {scenario.outcome === 'passed' ? '' : ` (${scenario.outcome.replace('_', ' ')})`}
        </li>
      ))}
    </ul>
  );
  if (scenarios.length <= MOST_SHOWN) return list;
  return (
    <details>
      <summary>{counted(scenarios.length, 'scenario')}</summary>
      {list}
    </details>
  );
}

/** Made in the page, so that the single file has it too. */
function download(site: SiteData): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([traceabilityCsv(site)], { type: 'text/csv' }));
  link.download = 'traceability.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
