import type { JSX } from 'preact';
import { STATES, type State } from '../../../state-words';
import type { SiteData } from '../../site-data';
import { money } from './format';
import { Scrolling, StateBadge } from './parts';
import { RevenueBar } from './revenue-bar';
import { linkTo } from './router';

type ByState = Record<State, number>;

/** The same revenue by plan, and by capability. */
export function Plans({ site }: { site: SiteData }): JSX.Element {
  return (
    <>
      <section aria-labelledby="plans">
        <h2 id="plans">By plan</h2>
        <p>
          A plan's total adds its own tests' figures, each at the state of that test's demands. Plans tell
          some of the same money, so their totals are never added to each other.
        </p>
        <div class="cards">
          {site.plans.map((plan) => (
            <article key={plan.id} class="card">
              <h3>{plan.name}</h3>
              <p>As told: “{plan.as_told}”</p>
              {plan.total === 0 ? (
                <p>Its tests state no figure of their own.</p>
              ) : (
                <>
                  <RevenueBar sums={plan.by_state} height={40} />
                  <Sums sums={plan.by_state} />
                </>
              )}
              <p>
                <a href={linkTo('demands', '', { plan: plan.id })}>Its demands</a>
              </p>
            </article>
          ))}
        </div>
      </section>
      <section aria-labelledby="capabilities">
        <h2 id="capabilities">By capability</h2>
        <Scrolling label="Revenue by capability">
          <table>
            <thead>
              <tr>
                <th scope="col">Capability</th>
                {STATES.map((state) => (
                  <th key={state} scope="col" class="number">
                    <StateBadge state={state} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {byCapability(site).map(([capability, sums]) => (
                <tr key={capability}>
                  <th scope="row">
                    <a href={linkTo('journeys', '', { capability })}>{capability}</a>
                  </th>
                  {STATES.map((state) => (
                    <td key={state} class="number">
                      {sums[state] === 0 ? '–' : money(sums[state])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      </section>
    </>
  );
}

function Sums({ sums }: { sums: ByState }): JSX.Element {
  return (
    <ul class="sums">
      {STATES.filter((state) => sums[state] > 0).map((state) => (
        <li key={state}>
          <StateBadge state={state} /> {money(sums[state])}
        </li>
      ))}
    </ul>
  );
}

function byCapability({ journeys }: SiteData): [string, ByState][] {
  const sums = new Map<string, ByState>();
  for (const { capability, state, mrr, known } of journeys) {
    if (!known) continue;
    const own =
      sums.get(capability) ?? (Object.fromEntries(STATES.map((one) => [one, 0])) as unknown as ByState);
    own[state] += mrr ?? 0;
    sums.set(capability, own);
  }
  return [...sums].sort(([a], [b]) => a.localeCompare(b));
}
