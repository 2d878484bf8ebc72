import type { JSX } from 'preact';
import type { DefectRow, SiteData } from '../../site-data';
import { counted } from './format';
import { Title } from './parts';
import { linkTo } from './router';
import { Sign } from './sign';
import { ToldTitle } from './titles';

export function Proof({ site }: { site: SiteData }): JSX.Element {
  const counting = site.defects.filter(({ caught, fresh }) => caught && fresh);
  return (
    <>
      <Title over="Proof">
        {counting.length} of {counted(site.defects.length, 'fault')} noticed
      </Title>
      <p>
        A green scenario proves something only if it can turn red. Each fault below was built into a platform
        on purpose, as it would happen by itself; the scenarios named beside it turned red, with a message
        that names the cause. When a scenario or the code changes, its proof is stale, and its journey counts
        as unproven until it is proved anew.
      </p>
      {site.defects.map((defect) => (
        <Defect key={defect.id} defect={defect} />
      ))}
    </>
  );
}

function Defect({ defect }: { defect: DefectRow }): JSX.Element {
  const { id, story, kind, requirements, red } = defect;
  return (
    <article class="told" id={`defect-${id}`}>
      <h2>{titleOf(id)}</h2>
      <p class="state-line">
        <DefectBadge defect={defect} />
        {kind === null
          ? ''
          : ` a fault in ${kind === 'patch' ? 'the code' : kind === 'setting' ? 'a setting' : 'the network'}`}
      </p>
      <p>{story}</p>
      {red.length === 0 ? null : (
        <>
          <p>Went red:</p>
          <ul>
            {red.map(({ name, id: page }) => (
              <li key={name}>
                {page === null ? (
                  <ToldTitle told={name} />
                ) : (
                  <a href={linkTo('scenario', page)}>
                    <ToldTitle told={name} />
                  </a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        Breaks{' '}
        {requirements.map((demand, at) => (
          <span key={demand}>
            {at > 0 ? ', ' : ''}
            <a href={linkTo('demands', '', { q: demand })}>{demand}</a>
          </span>
        ))}
      </p>
    </article>
  );
}

function DefectBadge({ defect: { caught, fresh } }: { defect: DefectRow }): JSX.Element {
  if (caught && fresh)
    return (
      <span class="badge state-protected">
        <Sign name="check" /> noticed
      </span>
    );
  if (caught)
    return (
      <span class="badge state-unproven">
        <Sign name="wave" /> noticed once, something changed since
      </span>
    );
  return (
    <span class="badge state-at_risk">
      <Sign name="cross" /> not noticed yet
    </span>
  );
}

const titleOf = (id: string): string => {
  const words = id.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

/** What a scenario was shown to catch. */
export function DefectsOf({ site, ids }: { site: SiteData; ids: readonly string[] }): JSX.Element | null {
  const defects = site.defects.filter(({ id }) => ids.includes(id));
  if (defects.length === 0) return null;
  return (
    <details class="caught">
      <summary>Shown to notice {counted(defects.length, 'fault')}</summary>
      <ul>
        {defects.map(({ id, story }) => (
          <li key={id}>
            <strong>Went red when:</strong> {story} <a href={linkTo('proof')}>{titleOf(id)}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
