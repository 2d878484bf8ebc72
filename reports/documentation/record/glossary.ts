import { PickleStepType, type ParameterType, type PickleStep, type StepDefinition } from '@cucumber/messages';
import type { DomainWord, StepPattern } from '../site-data';

const MOST_EXAMPLES = 4;
const MOST_WORDS = 60;

interface Known {
  pattern: string;
  file: string;
  uses: number;
  keywords: Map<string, number>;
  examples: Set<string>;
  /** How its values are found in a sentence; null for patterns with optional words and alternatives. */
  values: { matches: RegExp; names: string[] } | null;
}

/** The steps that features can be written with, and the words that stand for something in them. */
export class Glossary {
  private readonly byId = new Map<string, Known>();
  /** By what it is and where: every worker and every shard tells the same steps under ids of its own. */
  private readonly byPlace = new Map<string, Known>();
  private readonly words = new Map<string, Set<string>>();

  definition({ id, pattern, sourceReference }: StepDefinition): void {
    const file = (sourceReference.uri ?? '').replaceAll('\\', '/');
    const key = `${file}\0${pattern.source}`;
    const known = this.byPlace.get(key) ?? {
      ...{ pattern: pattern.source, file, uses: 0 },
      ...{ keywords: new Map<string, number>(), examples: new Set<string>() },
      values: valuesIn(pattern.source),
    };
    this.byPlace.set(key, known);
    this.byId.set(id, known);
  }

  parameterType({ name }: ParameterType): void {
    if (name && !this.words.has(name)) this.words.set(name, new Set());
  }

  use(step: PickleStep, keyword: string, definitions: readonly string[]): void {
    const known = definitions.length === 1 ? this.byId.get(definitions[0] ?? '') : undefined;
    if (!known) return;
    known.uses += 1;
    known.keywords.set(keywordOf(step), (known.keywords.get(keywordOf(step)) ?? 0) + 1);
    if (known.examples.size < MOST_EXAMPLES) known.examples.add(`${keyword} ${step.text}`);
    this.collectWords(known, step.text);
  }

  patterns(): StepPattern[] {
    return [...this.byPlace.values()]
      .map(({ pattern, file, uses, keywords, examples }) => ({
        pattern,
        keyword: [...keywords].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null,
        uses,
        examples: [...examples],
        file,
      }))
      .sort((a, b) => a.pattern.localeCompare(b.pattern));
  }

  domainWords(): DomainWord[] {
    return [...this.words]
      .map(([name, examples]) => ({ name, examples: [...examples].sort() }))
      .filter(({ examples }) => examples.length > 0)
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** What stands in a sentence where its pattern has `{name}`. */
  private collectWords({ values }: Known, text: string): void {
    const found = values?.matches.exec(text)?.slice(1) ?? [];
    found.forEach((value, index) => {
      const examples = this.words.get(values?.names[index] ?? '');
      if (examples && examples.size < MOST_WORDS) examples.add(value);
    });
  }
}

function valuesIn(pattern: string): Known['values'] {
  const parts = pattern.split(/\{(\w*)\}/);
  if (parts.length === 1 || /[()/\\^$]/.test(pattern)) return null;
  const source = parts.map((part, index) =>
    index % 2 === 1 ? '(.+?)' : part.replace(/[.*+?[\]|{}]/g, String.raw`\$&`),
  );
  return {
    matches: new RegExp(`^${source.join('')}$`),
    names: parts.filter((_part, index) => index % 2 === 1),
  };
}

function keywordOf({ type }: PickleStep): string {
  switch (type) {
    case PickleStepType.CONTEXT:
      return 'Given';
    case PickleStepType.ACTION:
      return 'When';
    case PickleStepType.OUTCOME:
      return 'Then';
    default:
      return '*';
  }
}
