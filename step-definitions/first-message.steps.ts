import { Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import { needing } from '../support/needing';
import type { Actor } from '../world/actor';
import { SERVICE_LEVELS } from '../world/service-levels';

When(
  '{actor} takes up the first question that her/his/their chat proposes',
  needing('browser'),
  async function (actor: Actor) {
    const [proposed = ''] = await actor.chat.screen().suggestions();
    expect(proposed, 'what the chat proposes').to.match(/\?$/);
    await actor.chat.takeUp(proposed);
  },
);

Then(
  '{actor} is heard, sees somebody at work and reads the first words, each in its time',
  async function (actor: Actor) {
    const { heard, atWork, firstWords } = await actor.progress.firstImpressions();
    const moments = [heard, atWork, firstWords];
    expect(moments, 'the moments').to.deep.equal([...moments].sort((one, other) => one - other));
    expect(heard, 'until the question was heard').to.be.within(0, SERVICE_LEVELS.question_heard);
    expect(atWork, 'until somebody was at work').to.be.within(0, SERVICE_LEVELS.first_agent_event);
    expect(firstWords, 'until the first words').to.be.within(0, SERVICE_LEVELS.first_word);
  },
);

Then(
  '{actor} finds the conversation on her/his/their list under her/his/their question',
  needing('browser'),
  async function (actor: Actor) {
    expect(await actor.chat.screen().titles(), 'the conversations').to.deep.equal([actor.chat.words()]);
  },
);
