import type { LinkPurpose } from '../stores/schema';

export interface Message {
  subject: string;
  text: string;
  html: string;
}

const WORDS: Record<LinkPurpose, { subject: string; please: string; link: string; otherwise: string }> = {
  verify_email: {
    subject: 'Confirm your e-mail address',
    please: 'please confirm that this is your e-mail address:',
    link: 'Confirm e-mail address',
    otherwise: 'If you did not sign up, ignore this mail and nothing will happen.',
  },
  reset_password: {
    subject: 'Choose a new password',
    please: 'someone, hopefully you, asked for a new password for your account:',
    link: 'Choose a new password',
    otherwise: 'If it was not you, ignore this mail and your password stays as it is.',
  },
};

/** @param lifeTime seconds that the link is good for */
export function linkMessage(purpose: LinkPurpose, name: string, link: string, lifeTime: number): Message {
  const words = WORDS[purpose];
  const validity = `The link works once, within ${spoken(lifeTime)}.`;
  return {
    subject: words.subject,
    text: `Hello ${name},\n\n${words.please}\n\n${link}\n\n${validity} ${words.otherwise}\n`,
    html:
      `<p>Hello ${escaped(name)},</p><p>${words.please}</p>` +
      `<p><a href="${escaped(link)}">${words.link}</a></p><p>${validity} ${words.otherwise}</p>`,
  };
}

/** A length of time in the largest unit that leaves a whole number, rounded down to minutes from two of them on. */
export function spoken(seconds: number): string {
  const [amount, unit] =
    seconds >= 7_200 && seconds % 3_600 === 0
      ? [seconds / 3_600, 'hour']
      : seconds >= 120
        ? [Math.floor(seconds / 60), 'minute']
        : [Math.max(1, Math.floor(seconds)), 'second'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
