import type { JSX } from 'preact';
import type { SiteData } from '../../site-data';
import { count, ms } from './format';
import { Scrolling, Title } from './parts';
import { Sign } from './sign';

type Measure = SiteData['measures'][number];

export function Levels({ site }: { site: SiteData }): JSX.Element {
  const broken = site.measures.filter(({ met }) => met === false);
  return (
    <>
      <Title over="Service levels">
        {site.measures.length === 0
          ? 'Nothing was measured in this run'
          : broken.length === 0
            ? 'Every budget was kept'
            : `${broken.length} of ${site.measures.length} budgets were broken`}
      </Title>
      <p>
        Measured in the scenarios of this run, while others ran beside them. A budget is kept if every sample
        kept it; one that is promised to 95 of 100, if as many did. The 95th percentile is told from 20
        samples on: of fewer it would be a guess.
      </p>
      <Measures measures={site.measures} />
      <h2>What the figures rest on</h2>
      <Scrolling label="Exchanges between processes">
        <table>
          <thead>
            <tr>
              <th scope="col">With</th>
              <th scope="col">It is</th>
              <th scope="col" class="number">
                Exchanges
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {site.real_share.peers.map(({ peer, kind, exchanges, why }) => (
              <tr key={`${peer} ${kind}`}>
                <th scope="row">{peer}</th>
                <td>{kind === 'stand_in' ? 'a stand-in' : kind === 'ours' ? 'ours' : 'real'}</td>
                <td class="number">{count(exchanges)}</td>
                <td>{why ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

export function Measures({ measures }: { measures: readonly Measure[] }): JSX.Element {
  return (
    <Scrolling label="Service levels">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            {['Samples', 'Fastest', 'Median', '95th percentile', 'Slowest', 'Budget'].map((word) => (
              <th key={word} scope="col" class="number">
                {word}
              </th>
            ))}
            <th scope="col">Kept</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => (
            <tr key={measure.name}>
              <th scope="row">{measure.name.replaceAll('_', ' ')}</th>
              <td class="number">{count(measure.samples)}</td>
              <td class="number">{ms(measure.min)}</td>
              <td class="number">{ms(measure.median)}</td>
              <td class="number">{measure.p95 === null ? 'too few' : ms(measure.p95)}</td>
              <td class="number">{ms(measure.max)}</td>
              <td class="number">{measure.budget === null ? '–' : ms(measure.budget)}</td>
              <td>
                {measure.met === null ? (
                  'no budget'
                ) : (
                  <>
                    <Sign name={measure.met ? 'check' : 'cross'} /> {measure.met ? 'yes' : 'no'}
                    {measure.promised_to === 'p95' ? ', by 95 of 100' : ''}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
