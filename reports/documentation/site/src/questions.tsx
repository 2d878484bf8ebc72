import type { ComponentChildren, JSX } from 'preact';
import type { SiteData } from '../../site-data';
import { counted, money } from './format';
import { linkTo } from './router';

/** What a product owner asks; each answer leads to its grounds. */
export function Questions({ site }: { site: SiteData }): JSX.Element {
  const red = site.journeys.filter(({ state }) => state === 'at_risk' || state === 'blocked');
  const uncovered = site.journeys.filter(({ state }) => state === 'uncovered');
  const unclaimed = site.demands.filter(({ gaps }) => gaps.includes('no scenario'));
  const caught = site.defects.filter((defect) => defect.caught && defect.fresh);
  const stale = site.defects.filter((defect) => defect.caught && !defect.fresh).length;
  const { changes } = site;
  return (
    <section aria-label="Five questions" class="questions">
      <Question ask="What is at risk now?" to={linkTo('journeys', '', { state: 'at_risk' })}>
        {red.length === 0
          ? 'No journey.'
          : `${counted(red.length, 'journey')}: ${red
              .slice(0, 3)
              .map(({ title }) => title)
              .join('; ')}`}
      </Question>
      <Question ask="What does it cost?" to={linkTo('journeys', '', { sort: 'revenue' })}>
        {money(site.revenue.at_risk + site.revenue.blocked)} a month at risk or blocked;{' '}
        {money(site.revenue.uncovered + site.revenue.unverified + site.revenue.unproven)} not shown to be
        safe.
      </Question>
      <Question ask="What changed?" to={linkTo('history')}>
        {changes === null
          ? 'No earlier run is known here.'
          : changes.list.length === 0
            ? 'Nothing since the last run.'
            : `${counted(changes.list.length, 'change')} since the last run, ${counted(changes.list.filter(({ better }) => !better).length, 'one of them', 'of them')} not for the better.`}
      </Question>
      <Question ask="What is not covered?" to={linkTo('demands', '', { gap: 'no scenario' })}>
        {counted(unclaimed.length, 'demand')} without a scenario, {counted(uncovered.length, 'journey')} that
        no feature tells yet.
      </Question>
      <Question ask="Why should I believe it?" to={linkTo('proof')}>
        {counted(site.defects.length, 'fault')} were built in on purpose;{' '}
        {caught.length === site.defects.length
          ? 'every one of them was noticed.'
          : `${counted(caught.length, 'of them was noticed', 'of them were noticed')}${stale > 0 ? `, ${counted(stale, 'more', 'more')} before something changed` : ''}.`}
      </Question>
    </section>
  );
}

function Question({
  ask,
  to,
  children,
}: {
  ask: string;
  to: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <a class="question" href={to}>
      <strong>{ask}</strong>
      <span>{children}</span>
    </a>
  );
}
