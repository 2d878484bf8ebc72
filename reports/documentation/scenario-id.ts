import { createHash } from 'node:crypto';

const LONGEST_SLUG = 60;

/** What tells a scenario from all others, and stays the same from run to run. */
export interface Named {
  uri: string;
  rule: string | null;
  name: string;
  /** The cells of its row of examples; empty for a scenario without. */
  row: readonly string[];
}

/**
 * Gives each scenario an id for links: readable, and the same in every run for as long as its feature's path, its rule,
 * its name and its row of examples stay what they are. Moving it in its file, or other scenarios, changes nothing.
 */
export class ScenarioIds {
  private readonly taken = new Map<string, number>();

  of({ uri, rule, name, row }: Named): string {
    const hash = createHash('sha256')
      .update(JSON.stringify([uri.replaceAll('\\', '/'), rule, name, row]))
      .digest('hex')
      .slice(0, 8);
    const id = `${slug(name)}-${hash}`;
    const before = this.taken.get(id) ?? 0;
    this.taken.set(id, before + 1);
    // The same words twice under one rule: their order tells them apart.
    return before === 0 ? id : `${id}-${before + 1}`;
  }
}

function slug(words: string): string {
  const plain = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-|-$/g, '');
  return plain || 'scenario';
}
