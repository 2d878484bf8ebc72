import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCatalogue, parseCatalogue } from './catalogue';
import { downstreamOf, inDependencyOrder, upstreamOf } from './dependency-order';

const catalogue = loadCatalogue();

describe('the catalogue of demands', () => {
  it('has every demand of the five plans, and every journey', () => {
    assert.equal(catalogue.requirements.size, 250);
    assert.equal(catalogue.journeys.size, 27);
    assert.deepEqual(
      catalogue.plans.map(({ id }) => id),
      ['U', 'E', 'S', 'I', 'P'],
    );
    assert.equal([...catalogue.requirements.values()].filter(({ kind }) => kind === 'suite').length, 43);
  });

  it('knows whose a demand is', () => {
    assert.deepEqual(catalogue.requirements.get('E1.2'), {
      id: 'E1.2',
      plan: 'E',
      test: 'E1',
      journey: 'new-user-first-chat',
      text: 'The visitor signs up with e-mail and password',
      kind: 'scenario',
    });
    const suite = catalogue.requirements.get('U.S8');
    assert.deepEqual([suite?.kind, suite?.journey, suite?.test], ['suite', null, null]);
  });

  it('tells a yearly figure by the month, and no figure as none', () => {
    const tests = catalogue.plans.flatMap(({ tests: all }) => all);
    assert.equal(tests.find(({ id }) => id === 'P4')?.mrr, 41_667);
    assert.equal(catalogue.journeys.get('user-isolation')?.mrr, null);
  });

  it('lists journeys upstream first', () => {
    const ids = [...catalogue.journeys.keys()];
    for (const journey of catalogue.journeys.values())
      for (const upstream of journey.depends_on) assert.ok(ids.indexOf(upstream) < ids.indexOf(journey.id));
  });

  it('keeps the reasons for what is declined whole', () => {
    assert.equal(catalogue.declined.length, 5);
    assert.ok(catalogue.declined.every(({ why }) => why.length > 10));
  });
});

describe('a catalogue that is wrong', () => {
  const RIGHT = `
plans:
  - { id: A, name: n, headline: h, suite: { A.S1: s }, tests: [
      { id: A1, name: n, value: { mrr: 5, reason: r }, journey: a, requirements: { A1.1: t } } ] }
journeys:
  a: { capability: c, owner: o, priority: high, mrr: 5, basis: A1, depends_on: [] }
  b: { capability: c, owner: o, priority: high, mrr: none, depends_on: [a] }
`;
  const wrong: Record<string, [string, string, RegExp]> = {
    'with a circle': [
      'depends_on: []',
      'depends_on: [b]',
      /depend on each other in a circle: a -> b -> a\.$/,
    ],
    'with an unknown dependency': [
      'depends_on: [a]',
      'depends_on: [x]',
      /journey "b" depends on "x", which the catalogue does not have\.$/,
    ],
    'with a test of an unknown journey': ['journey: a,', 'journey: x,', /test A1 belongs to journey "x"/],
    'with a demand twice': ['A.S1: s', 'A1.1: s', /requirement A1\.1 is listed twice\.$/],
    'with a figure that is not the highest of its tests': [
      'mrr: 5, basis',
      'mrr: 7, basis',
      /journey "a" states 7, but the highest of its tests is 5\.$/,
    ],
    'with a basis that does not state the figure': [
      'basis: A1',
      'basis: A2',
      /names A2 as its basis, which does not state 5\.$/,
    ],
    'with a field nobody knows': [
      'owner: o, priority: high, mrr: none',
      'owner: o, colour: red, priority: high, mrr: none',
      /journeys\.b: .*colour/,
    ],
    'that is not YAML': ['plans:', 'plans: [', /the YAML cannot be read/],
  };
  it('is accepted when right', () => assert.equal(parseCatalogue(RIGHT).journeys.size, 2));
  for (const [name, [from, to, message]] of Object.entries(wrong))
    it(`is refused in one sentence: one ${name}`, () => {
      assert.ok(RIGHT.includes(from));
      assert.throws(
        () => parseCatalogue(RIGHT.replace(from, to), 'catalogue.yaml'),
        (error: Error) => {
          assert.match(error.message, message);
          assert.match(error.message, /^catalogue\.yaml: [^\n]+\.$/);
          return true;
        },
      );
    });

  it('is refused when it is not there', () =>
    assert.throws(
      () => loadCatalogue('/nowhere/catalogue.yaml'),
      /catalogue \/nowhere\/catalogue\.yaml cannot be read/,
    ));
});

describe('dependencies', () => {
  const rows = [
    { id: 'c', depends_on: ['b'] },
    { id: 'a', depends_on: [] },
    { id: 'b', depends_on: ['a'] },
    { id: 'd', depends_on: [] },
  ];
  const byId = new Map(rows.map((row) => [row.id, row]));

  it('are put in order, upstream first', () => {
    const ordered = inDependencyOrder(rows);
    assert.deepEqual('order' in ordered && ordered.order.map(({ id }) => id), ['a', 'b', 'c', 'd']);
  });

  it('are followed up and down the stream', () => {
    assert.deepEqual([...upstreamOf('c', byId)].sort(), ['a', 'b']);
    assert.deepEqual([...downstreamOf('a', byId)].sort(), ['b', 'c']);
    assert.deepEqual([...upstreamOf('d', byId)], []);
  });
});
