import type { State } from '../states';
import type { Summary } from '../summary-schema';

export type * from './scenario-data';

/**
 * What the pages of the living documentation are given. Everything here is plain JSON, and everything in it was redacted
 * before. The site (`site/`) shares these types and nothing else.
 */

/** What a scenario came to, as a reader tells it; `not_run`: it was filtered out of this run. */
export type Outcome = Summary['requirements'][number]['scenarios'][number]['outcome'];

export interface JourneyCard {
  id: string;
  title: string;
  capability: string;
  owner: string;
  priority: 'critical' | 'high';
  /** USD a month; null: no plan states a figure. */
  mrr: number | null;
  /** The plan's test that the figure comes from. */
  basis: string | null;
  state: State;
  /** One sentence: why it is in this state. */
  why: string;
  scenarios: number;
  passed: number;
  duration_ms: number;
  defects: number;
  depends_on: string[];
  blocked_by: string[];
  /** In the catalogue; a feature file of no known journey is shown apart, and no money stands on it. */
  known: boolean;
}

export interface ScenarioCard {
  id: string;
  journey: string;
  rule: string | null;
  name: string;
  outcome: Outcome;
  /** Why it is no pass, in one sentence. */
  reason: string | null;
  duration_ms: number;
  tags: string[];
  place: string;
  /** Its steps' words, for the search. */
  words: string;
  /** Names of the seeded defects that it was shown to catch. */
  defects: string[];
  slower: Slower | null;
  flaky: boolean;
}

/** It took clearly longer than it used to. */
export interface Slower {
  baseline_ms: number;
  runs: number;
}

export interface PlanCard {
  id: string;
  name: string;
  as_told: string;
  total: number;
  by_state: Record<State, number>;
}

export interface DemandRow {
  id: string;
  plan: string;
  journey: string | null;
  text: string;
  status: Summary['requirements'][number]['status'];
  /** Of a demand on the suite itself: the figure, or the reason why there is none. */
  answer: string | null;
  /** What stands in the way of believing it: no scenario, none that passed, no defect. */
  gaps: string[];
  scenarios: { id: string; name: string; outcome: Outcome }[];
  defects: string[];
}

export interface DefectRow {
  id: string;
  story: string;
  kind: string | null;
  requirements: string[];
  caught: boolean;
  /** What the proof rests on is what it was. */
  fresh: boolean;
  /** Scenarios that went red, as `<journey> / <title>`, with the id of the page where there is one. */
  red: { name: string; id: string | null }[];
}

export interface HistoryPoint {
  id: string;
  started_at: string;
  target: string | null;
  commit: string | null;
  duration_ms: number;
  exit_code: number;
  whole: boolean;
  failure: string | null;
  scenarios: number;
  passed: number;
  failed: number;
  by_state: Record<State, number>;
}

export interface Change {
  what: 'journey' | 'scenario';
  /** Where to read more; null where the page is gone. */
  id: string | null;
  name: string;
  from: string;
  to: string;
  /** USD a month that changed its state with it. */
  mrr: number | null;
  better: boolean;
}

export interface Changes {
  since: { id: string; started_at: string; commit: string | null };
  /** How both runs can be compared: all, or only what both of them ran. */
  comparable: 'whole' | 'part';
  revenue: Partial<Record<State, number>>;
  list: Change[];
}

export interface StepPattern {
  pattern: string;
  /** Given, When or Then, as features use it most; null: no feature uses it. */
  keyword: string | null;
  uses: number;
  /** Sentences of the features that it matches. */
  examples: string[];
  file: string;
}

export interface DomainWord {
  name: string;
  /** What features say in its place. */
  examples: string[];
}

export interface SiteData {
  schema: 1;
  made_at: string;
  /** False in the single file, from which pictures and long evidence are left out. */
  complete: boolean;
  run: Summary['run'];
  whole: boolean;
  platform: Summary['platform'];
  totals: Summary['totals'];
  revenue: Record<State, number>;
  plans: PlanCard[];
  critical_path: Summary['critical_path'];
  measures: Summary['measures'];
  real_share: Summary['real_share'];
  leaks: Summary['leaks'];
  journeys: JourneyCard[];
  scenarios: ScenarioCard[];
  demands: DemandRow[];
  declined: { what: string; why: string }[];
  defects: DefectRow[];
  changes: Changes | null;
  /** Why nothing can be said of changes, in one sentence. */
  no_changes: string | null;
  history: HistoryPoint[];
  steps: StepPattern[];
  words: DomainWord[];
  remarks: string[];
}

/** A journey's page: the feature as a person reads it. */
export interface JourneyPage {
  id: string;
  uri: string | null;
  narrative: string[];
  background: StepLine[];
  sections: RuleSection[];
  /** The journey's own runs, oldest first. */
  history: { started_at: string; state: State; duration_ms: number }[];
  measures: Summary['measures'];
}

export interface RuleSection {
  /** null: scenarios that stand under no rule. */
  rule: string | null;
  description: string[];
  background: StepLine[];
  scenarios: Told[];
}

/** A scenario as it is written; an outline has its examples. */
export interface Told {
  name: string;
  description: string[];
  steps: StepLine[];
  /** Ids of its cards: one, or one for each row of its examples. */
  ids: string[];
  examples: { name: string; header: string[]; rows: { cells: string[]; id: string | null }[] }[];
}

export interface StepLine {
  keyword: string;
  text: string;
  doc: string | null;
  table: string[][] | null;
}
