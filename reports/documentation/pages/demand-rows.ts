import { isProvedByDefect } from '../../../requirements/proved-by-defect';
import type { Judged } from '../../states';
import { grouped } from '../../grouped';
import type { DemandRow } from '../site-data';
import type { Found } from './site';

/** Every demand of the catalogue, with what stands in the way of believing it. */
export function demandRows({ result, ids }: Found): DemandRow[] {
  const claims = grouped(
    result.judged.flatMap((judged) => judged.scenario.requirements.map((demand) => ({ demand, judged }))),
    ({ demand }) => demand,
  );
  return result.summary.requirements.map(
    ({ id, plan, journey, text, status, answer, defects }): DemandRow => {
      const scenarios = (claims.get(id) ?? []).map(({ judged }) => scenarioOf(judged, ids));
      const isOfSuite = result.catalogue.requirements.get(id)?.kind === 'suite';
      return {
        ...{ id, plan, journey, text, status, defects, scenarios },
        answer: answer?.replace(/^(no run can show it: )\S+/, '$1a check of its own') ?? null, // no file names on a page
        gaps: gapsOf({ status, defects, scenarios }, isOfSuite, isProvedByDefect(id)),
      };
    },
  );
}

function scenarioOf(judged: Judged, ids: Found['ids']): DemandRow['scenarios'][number] {
  return { id: ids.get(judged) ?? '', name: judged.scenario.name, outcome: judged.verdict.outcome };
}

function gapsOf(
  { status, defects, scenarios }: Pick<DemandRow, 'status' | 'defects' | 'scenarios'>,
  isOfSuite: boolean,
  isOfDefects: boolean,
): string[] {
  // Figures, tests and guides answer these, in words of their own; no scenario could.
  if (isOfSuite) return ['missing', 'unverified'].includes(status) ? ['not answered by this run'] : [];
  const gaps: string[] = [];
  if (!isOfDefects && !scenarios.some(({ outcome }) => outcome === 'passed')) {
    // Without a scenario, and yet not missing: this run never came to those that claim it, or was not given them.
    const isThere = scenarios.length > 0 || status !== 'missing';
    gaps.push(isThere ? 'no passing scenario' : 'no scenario');
  }
  if (defects.length === 0) gaps.push('no defect');
  return gaps;
}
