import type { ScenarioCard, SiteData } from '../../site-data';

/** What one line of the search can find: a scenario with the words of its steps, and what it belongs to. */
interface Indexed {
  card: ScenarioCard;
  title: string;
  words: string;
  tags: string[];
  state: string;
  owner: string;
  capability: string;
}

export interface Query {
  q: string;
  outcome: string;
  /** Of the journey that it belongs to. */
  state: string;
  owner: string;
  capability: string;
}

export function indexOf({ scenarios, journeys }: SiteData): Indexed[] {
  const byId = new Map(journeys.map((journey) => [journey.id, journey]));
  return scenarios.map((card) => {
    const journey = byId.get(card.journey);
    return {
      card,
      title: card.name.toLowerCase(),
      words: [card.name, card.rule ?? '', card.words, journey?.title ?? '', card.journey, card.id]
        .join(' ')
        .toLowerCase(),
      tags: card.tags.map((tag) => `@${tag}`.toLowerCase()),
      state: journey?.state ?? '',
      owner: journey?.owner ?? '',
      capability: journey?.capability ?? '',
    };
  });
}

/** Every word must be there; `@tag` is a tag or the beginning of one. Titles that hold all of them come first. */
export function search(index: readonly Indexed[], query: Query): ScenarioCard[] {
  const words = query.q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = index.filter(
    (one) =>
      (!query.outcome || one.card.outcome === query.outcome) &&
      (!query.state || one.state === query.state) &&
      (!query.owner || one.owner === query.owner) &&
      (!query.capability || one.capability === query.capability) &&
      words.every((word) =>
        word.startsWith('@') ? one.tags.some((tag) => tag.startsWith(word)) : one.words.includes(word),
      ),
  );
  const inTitle = ({ title }: Indexed): number => (words.every((word) => title.includes(word)) ? 0 : 1);
  return found.sort((a, b) => inTitle(a) - inTitle(b)).map(({ card }) => card);
}
