import type { JSX } from 'preact';
import type { SiteData } from '../../site-data';
import { ChangeList } from './changes';
import { ago, count, counted, date, money, ms, share } from './format';
import { JourneyTable } from './journeys';
import { Title } from './parts';
import { Plans } from './plans';
import { Questions } from './questions';
import { RevenueBar, RevenueTable } from './revenue-bar';
import { Sign } from './sign';

const STALE_AFTER_DAYS = 7;

export function Overview({ site }: { site: SiteData }): JSX.Element {
  return (
    <>
      <Title over="Overview">{headline(site)}</Title>
      <Freshness site={site} />
      <Questions site={site} />
      <section aria-labelledby="revenue">
        <h2 id="revenue">Revenue by state</h2>
        <p>
          {money(total(site))} a month stand on all journeys; each is counted once, at its worst state. Only
          what passed and was seen to fail when broken counts as protected.
        </p>
        <RevenueBar sums={site.revenue} />
        <RevenueTable sums={site.revenue} />
      </section>
      <section aria-labelledby="path">
        <h2 id="path">The critical path</h2>
        <p>
          What a visitor goes through on the way to the first answer, and the revenue that stands on each
          step.
        </p>
        <ol class="path">
          {site.critical_path.map(({ step, status, revenue }) => (
            <li key={step} class={`path-${status}`}>
              <strong>{step}</strong>
              <span>
                <Sign name={status === 'working' ? 'check' : status === 'broken' ? 'cross' : 'stop'} />{' '}
                {status}
              </span>
              <span>{money(revenue)}</span>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="changed">
        <h2 id="changed">What changed</h2>
        <ChangeList site={site} most={8} />
      </section>
      <section aria-labelledby="journeys">
        <h2 id="journeys">Journeys</h2>
        <JourneyTable journeys={site.journeys} />
      </section>
      <Plans site={site} />
    </>
  );
}

function total({ revenue }: SiteData): number {
  return Object.values(revenue).reduce((sum, amount) => sum + amount, 0);
}

function headline(site: SiteData): string {
  const { revenue, run } = site;
  if (run.failure !== undefined && site.totals.passed === 0)
    return 'The run failed before it could say anything of the revenue';
  if (revenue.at_risk > 0) return `${money(revenue.at_risk)} a month are at risk`;
  if (revenue.blocked > 0) return `${money(revenue.blocked)} a month could not be tried`;
  if (site.totals.failed > 0) return `${counted(site.totals.failed, 'scenario')} failed`;
  return `${money(revenue.protected)} of ${money(total(site))} a month are protected, nothing is at risk`;
}

/** How fresh it is, and against what it was found. */
function Freshness({ site }: { site: SiteData }): JSX.Element {
  const { run, totals, real_share, whole } = site;
  const days = Math.floor((Date.now() - Date.parse(run.started_at)) / 86_400_000);
  return (
    <div class="freshness">
      {run.failure === undefined ? null : (
        <p class="notice notice-bad" role="note">
          <strong>The run as a whole failed.</strong> {run.failure}
        </p>
      )}
      {days < STALE_AFTER_DAYS ? null : (
        <p class="notice notice-warn" role="note">
          <strong>This is {counted(days, 'day')} old.</strong> What was true then may not be true now.
        </p>
      )}
      {whole || run.failure !== undefined ? null : (
        <p class="notice notice-warn" role="note">
          <strong>Only a part of the suite ran.</strong> Journeys without a run scenario count as unverified.
        </p>
      )}
      <p>
        Run of <time dateTime={run.started_at}>{date(run.started_at)}</time> ({ago(run.started_at)}) against{' '}
        <strong>{run.target ?? 'an unnamed target'}</strong>
        {run.commit === null ? null : (
          <>
            , commit <code>{run.commit.slice(0, 10)}</code>
          </>
        )}
        : {counted(totals.scenarios, 'scenario')}, {count(totals.passed)} passed, in {ms(run.duration_ms)}.
        {real_share.ratio === null
          ? null
          : ` ${share(real_share.ratio)} of what travelled between processes went to the real thing.`}
      </p>
      {site.remarks.length === 0 ? null : (
        <ul>
          {site.remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
