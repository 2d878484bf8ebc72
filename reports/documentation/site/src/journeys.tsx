import type { JSX } from 'preact';
import type { JourneyCard, SiteData } from '../../site-data';
import { STATES, STATE_WORDS } from '../../../state-words';
import { counted, money, ms } from './format';
import { JourneyLink, Scrolling, StateBadge, Title } from './parts';
import { replaceQuery, type Route } from './router';

export function Journeys({ site, route }: { site: SiteData; route: Route }): JSX.Element {
  const wanted = (name: string): string => route.query.get(name) ?? '';
  const filters = { state: wanted('state'), owner: wanted('owner'), capability: wanted('capability') };
  const shown = site.journeys
    .filter(
      ({ state, owner, capability }) =>
        (!filters.state || state === filters.state) &&
        (!filters.owner || owner === filters.owner) &&
        (!filters.capability || capability === filters.capability),
    )
    .sort((a, b) => (wanted('sort') === 'revenue' ? (b.mrr ?? 0) - (a.mrr ?? 0) : 0));
  const sum = shown.reduce((all, { mrr }) => all + (mrr ?? 0), 0);
  const choose = (name: string, value: string): void => replaceQuery(route, { [name]: value });
  return (
    <>
      <Title over="Journeys">
        {counted(shown.length, 'journey')}, {money(sum)} a month
      </Title>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label="State"
          value={filters.state}
          options={STATES.map((state) => [state, STATE_WORDS[state].word])}
          choose={(value) => choose('state', value)}
        />
        <Choice
          label="Owner"
          value={filters.owner}
          options={distinct(site.journeys.map(({ owner }) => owner))}
          choose={(value) => choose('owner', value)}
        />
        <Choice
          label="Capability"
          value={filters.capability}
          options={distinct(site.journeys.map(({ capability }) => capability))}
          choose={(value) => choose('capability', value)}
        />
      </form>
      <JourneyTable journeys={shown} />
    </>
  );
}

function distinct(words: readonly string[]): [string, string][] {
  return [...new Set(words)]
    .filter(Boolean)
    .sort()
    .map((word) => [word, word]);
}

export function Choice({
  label,
  value,
  options,
  choose,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, word: string])[];
  choose: (value: string) => void;
}): JSX.Element {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="">all</option>
        {options.map(([option, word]) => (
          <option key={option} value={option} selected={option === value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

export function JourneyTable({ journeys }: { journeys: readonly JourneyCard[] }): JSX.Element {
  if (journeys.length === 0) return <p class="none">No journey is like that.</p>;
  return (
    <Scrolling label="Journeys">
      <table class="told-rows">
        <thead>
          <tr>
            <th scope="col">Journey</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              A month
            </th>
            <th scope="col">Capability</th>
            <th scope="col">Owner</th>
            <th scope="col" class="number">
              Scenarios
            </th>
            <th scope="col" class="number">
              Faults caught
            </th>
            <th scope="col" class="number">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {journeys.map((journey) => (
            <tr key={journey.id}>
              <th scope="row">
                <JourneyLink id={journey.id}>{journey.title}</JourneyLink>
                <small>{journey.why}</small>
              </th>
              <td>
                <StateBadge state={journey.state} />
              </td>
              <td class="number">{journey.mrr === null ? '–' : money(journey.mrr)}</td>
              <td>{journey.capability}</td>
              <td>{journey.owner}</td>
              <td class="number">
                {journey.scenarios === 0 ? '–' : `${journey.passed} of ${journey.scenarios}`}
              </td>
              <td class="number">{journey.defects}</td>
              <td class="number">{journey.scenarios === 0 ? '–' : ms(journey.duration_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
