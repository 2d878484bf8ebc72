import type { ScenarioPage, SiteData } from '../site-data';
import { pageOf } from './html-page';
import { forScript } from './script-data';
import type { SiteBuild } from './site-build';

/** Characters of evidence in the one file: it is to be mailed. Scenarios that did not pass come before all others. */
const ROOM = 6_000_000;
const LONGEST_BODY = 600;

/** The site as one file, without pictures and with long evidence cut; the pages say so. */
export class SinglePage {
  readonly title: string;
  private readonly pieces: string[] = [];
  private room = ROOM;

  constructor(
    private readonly site: SiteData,
    private readonly build: SiteBuild,
  ) {
    this.title = titleOf(site);
  }

  add(name: string, value: unknown): void {
    this.pieces.push(elementOf(name, JSON.stringify(value)));
  }

  addScenario(name: string, page: ScenarioPage): void {
    const light = JSON.stringify(lightened(page));
    const isRed = page.cause !== null;
    if (!isRed && light.length > this.room) {
      this.pieces.push(elementOf(name, JSON.stringify(bare(page))));
      return;
    }
    this.room -= light.length;
    this.pieces.push(elementOf(name, light));
  }

  text(): string {
    const pieces = [elementOf('site', JSON.stringify({ ...this.site, complete: false })), ...this.pieces];
    return pageOf({ kind: 'single', title: this.title, build: this.build, pieces: pieces.join('\n') });
  }
}

function elementOf(name: string, json: string): string {
  return `<script type="application/json" id="piece-${name}">${forScript(json)}</script>`;
}

function titleOf({ run }: SiteData): string {
  return `Revenue acceptance, ${run.started_at.slice(0, 10)}${run.target ? `, ${run.target}` : ''}`;
}

function lightened(page: ScenarioPage): ScenarioPage {
  const light = (step: ScenarioPage['steps'][number]): ScenarioPage['steps'][number] => {
    let lost = 0;
    const exchanges = step.exchanges.map((exchange) => {
      const [sent, received] = [shortOf(exchange.sent), shortOf(exchange.received)];
      if (sent !== exchange.sent || received !== exchange.received) lost += 1;
      return { ...exchange, sent, received };
    });
    return { ...step, exchanges, pictures: [], left_out: step.left_out + lost + step.pictures.length };
  };
  return { ...page, steps: page.steps.map(light), hooks: page.hooks.map(light) };
}

const shortOf = (body: string | null): string | null =>
  body !== null && body.length > LONGEST_BODY ? null : body;

function bare(page: ScenarioPage): ScenarioPage {
  const without = (step: ScenarioPage['steps'][number]): ScenarioPage['steps'][number] => ({
    ...step,
    ...{ exchanges: [], pictures: [], notes: [] },
    left_out: step.left_out + step.exchanges.length + step.pictures.length + step.notes.length,
  });
  return {
    ...page,
    steps: page.steps.map(without),
    hooks: page.hooks.map(without),
    ...{ logs: [], logs_left_out: page.logs_left_out + page.logs.length },
    sequence: { lanes: [], arrows: [], left_out: page.sequence.left_out + page.sequence.arrows.length },
  };
}
