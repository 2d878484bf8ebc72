import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SharedDrivers } from './drivers';
import { EvidenceRecorder } from './evidence/recorder';
import { Ledger } from './ledger';

const account = {
  id: 'u1',
  email: 'ada@people.example.org',
  name: 'Ada',
  emailVerified: false,
  plan: 'free',
  passwordHash: '$argon2id$',
};
const message = { id: 'm1', threadId: 't1', userId: 'u1', role: 'user', content: 'Hello' };

function stores(stored: {
  account?: object | null;
  profile?: object | null;
  message?: object | null;
}): SharedDrivers {
  const nobody = async () => [];
  const give =
    <T>(value: T, override: object | null | undefined) =>
    async () =>
      override === null ? undefined : { ...value, ...override };
  const notAsked = () => assert.fail('not asked');
  const operations = {
    ...{ directory: notAsked, health: notAsked, startReport: notAsked, crash: notAsked, leave: notAsked },
    ...{
      start: notAsked,
      changeSigningKey: notAsked,
      logs: nobody,
      builds: notAsked,
      rollCall: notAsked,
      holdings: notAsked,
      replace: notAsked,
      freeze: notAsked,
      thaw: notAsked,
    },
  };
  return {
    operations,
    environment: { examine: notAsked, askAtTheFrontDoor: notAsked },
    authRecords: {
      account: give(account, stored.account),
      logins: () => Promise.resolve(0),
      mentions: nobody,
    },
    backendRecords: {
      profile: give(
        { userId: 'u1', email: account.email, name: 'Ada', emailVerified: true, plan: 'free' },
        stored.profile,
      ),
      message: give(message, stored.message),
      run: () => Promise.resolve(undefined),
      books: notAsked,
      conversations: nobody,
      mentions: nobody,
    },
  };
}

function ledger(): Ledger {
  const book = new Ledger();
  book.note({ kind: 'account created', userId: 'u1', email: account.email, name: 'Ada' });
  book.note({ kind: 'message accepted', messageId: 'm1', userId: 'u1', content: 'Hello' });
  return book;
}

/** Balances with databases that never change, and without the patience that real ones need. */
async function balance(drivers: SharedDrivers, book = ledger()): Promise<EvidenceRecorder> {
  const evidence = new EvidenceRecorder();
  await book.balance(drivers, evidence, 'the target names no databases', 50);
  return evidence;
}

describe('the ledger', () => {
  it('expects the name that a person was told last', async () => {
    const renamed = () => {
      const book = ledger();
      book.note({ kind: 'name changed', userId: 'u1', name: 'Ada Lovelace' });
      return book;
    };
    const changed = { name: 'Ada Lovelace' };
    await balance(stores({ account: changed, profile: changed }), renamed());
    await assert.rejects(balance(stores({ account: changed }), renamed()), /told .*Ada Lovelace/);
  });

  it('expects that nothing is left of who deleted the account, and nothing else of them', async () => {
    const deleted = () => {
      const book = ledger();
      book.note({ kind: 'account deleted', userId: 'u1' });
      return book;
    };
    await balance(stores({ account: null, profile: null }), deleted());
    await assert.rejects(balance(stores({ profile: null }), deleted()), /account deleted[^]*auth .*Ada/);
    await assert.rejects(balance(stores({ account: null }), deleted()), /account deleted[^]*backend .*Ada/);
  });

  it('is content when both databases hold what people were told', async () => {
    await balance(stores({}));
  });

  it('finds an account that was confirmed to its owner and never stored', async () => {
    await assert.rejects(balance(stores({ account: null })), /account created[^]*auth {5}has nothing/);
  });

  it('finds a profile that differs from what was said', async () => {
    await assert.rejects(
      balance(stores({ profile: { name: 'Adda' } })),
      /account created[^]*backend {2}.*Adda/,
    );
  });

  it('finds a message that was stored differently, or for somebody else', async () => {
    await assert.rejects(balance(stores({ message: { content: 'Hell' } })), /message accepted/);
    await assert.rejects(balance(stores({ message: { userId: 'u2' } })), /message accepted/);
    await assert.rejects(balance(stores({ message: { role: 'assistant' } })), /message accepted/);
  });

  it('finds an answer that was shown and not kept', async () => {
    const book = new Ledger();
    book.note({ kind: 'question answered', messageId: 'm2', userId: 'u1', content: '42' });
    await assert.rejects(balance(stores({ message: null }), book), /question answered/);
  });

  it('wants nothing kept of a conversation that was deleted', async () => {
    const book = new Ledger();
    book.note({ kind: 'message accepted', messageId: 'm1', userId: 'u1', content: 'Hello', threadId: 't1' });
    book.note({ kind: 'conversation deleted', userId: 'u1', threadId: 't1' });
    await balance(stores({ message: null }), book);
    await assert.rejects(balance(stores({}), book), /message accepted[^]*backend {2}.*Hello/);
  });

  it('leaves one line unverified, with the reason, where the databases cannot be read', async () => {
    const { operations, environment } = stores({});
    const { unverified } = (await balance({ operations, environment })).facts();
    assert.deepEqual(unverified, [
      { line: 'what people were told agrees with both databases', reason: 'the target names no databases' },
    ]);
  });

  it('says nothing where nobody was told anything', async () => {
    const { operations, environment } = stores({});
    assert.deepEqual((await balance({ operations, environment }, new Ledger())).facts().unverified, []);
  });
});
