import type {
  Background,
  DataTable,
  Examples,
  GherkinDocument,
  Pickle,
  PickleStep,
  Scenario,
  Step,
} from '@cucumber/messages';
import type { StepLine } from '../site-data';
import { ScenarioIds } from '../scenario-id';

/** Where a pickle stands in its feature. */
export interface Origin {
  id: string;
  rule: string | null;
  /** Keyword of each of its steps, by the id of the step in the feature. */
  keywords: ReadonlyMap<string, string>;
}

/** The features of a run as they are written, and which scenario of them each pickle is. */
export class ToldFeatures {
  readonly documents = new Map<string, GherkinDocument>();
  private readonly ids = new ScenarioIds();
  private readonly origins = new Map<string, Origin>();
  private readonly pickleOf = new Map<string, string>();
  private readonly rules = new Map<string, string | null>();
  private readonly cells = new Map<string, readonly string[]>();
  private readonly keywords = new Map<string, string>();

  document(document: GherkinDocument): void {
    this.documents.set(document.uri ?? '', document);
    for (const { scenario, background, rule } of blocksOf(document)) {
      for (const step of (scenario ?? background)?.steps ?? [])
        this.keywords.set(step.id, step.keyword.trim());
      if (!scenario) continue;
      this.rules.set(scenario.id, rule);
      for (const examples of scenario.examples)
        for (const row of examples.tableBody)
          this.cells.set(
            row.id,
            row.cells.map(({ value }) => value),
          );
    }
  }

  pickle(pickle: Pickle): void {
    const [scenario, row] = pickle.astNodeIds;
    const rule = this.rules.get(scenario ?? '') ?? null;
    const cells = this.cells.get(row ?? '') ?? [];
    const id = this.ids.of({ uri: pickle.uri, rule, name: pickle.name, row: cells });
    this.origins.set(pickle.id, { id, rule, keywords: this.keywords });
    this.pickleOf.set(row ?? scenario ?? '', id);
  }

  origin(pickleId: string): Origin | undefined {
    return this.origins.get(pickleId);
  }

  /** The id of the scenario that a node of the feature (a scenario, or a row of its examples) became. */
  idOf(astNodeId: string): string | null {
    return this.pickleOf.get(astNodeId) ?? null;
  }

  /** A step of a pickle, with the keyword that stands in the feature and its values filled in. */
  lineOf(step: PickleStep): StepLine {
    const { docString, dataTable } = step.argument ?? {};
    return {
      keyword: this.keywords.get(step.astNodeIds[0] ?? '') ?? '*',
      text: step.text,
      doc: docString?.content ?? null,
      table: dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value)) ?? null,
    };
  }
}

interface Block {
  rule: string | null;
  scenario?: Scenario | undefined;
  background?: Background | undefined;
}

function* blocksOf(document: GherkinDocument): Generator<Block> {
  for (const child of document.feature?.children ?? []) {
    if (child.rule) for (const part of child.rule.children) yield { ...part, rule: child.rule.name };
    else yield { rule: null, scenario: child.scenario, background: child.background };
  }
}

/** A step as it stands in the feature, placeholders included. */
export function writtenLine({ keyword, text, docString, dataTable }: Step): StepLine {
  return {
    keyword: keyword.trim(),
    text,
    doc: docString?.content ?? null,
    table: dataTable ? cellsOf(dataTable) : null,
  };
}

function cellsOf({ rows }: DataTable): string[][] {
  return rows.map(({ cells }) => cells.map(({ value }) => value));
}

export function examplesOf(examples: Examples, idOf: (astNodeId: string) => string | null) {
  return {
    name: examples.name,
    header: examples.tableHeader?.cells.map(({ value }) => value) ?? [],
    rows: examples.tableBody.map(({ id, cells }) => ({
      cells: cells.map(({ value }) => value),
      id: idOf(id),
    })),
  };
}

/** Descriptions are wrapped in the file; a reader gets their paragraphs. */
export function paragraphs(description: string | undefined): string[] {
  return (description ?? '')
    .split(/\n\s*\n|\n(?=\s*Revenue at risk:)/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '))
    .filter((paragraph) => paragraph !== '');
}
