import { problem } from '../errors';
import { localPartOf } from './email';

export const MINIMUM_LENGTH = 10;
/** Shorter local parts ("al@...") stand in too many innocent words to be refused. */
const TELLING_LENGTH = 3;

/** The passwords of 10 characters or more that lists of leaked ones put first. */
const COMMON = new Set(
  `1234567890 0123456789 0987654321 12345678910 123456789a 1234567891 1111111111 0000000000 aaaaaaaaaa
  1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 1qaz2wsx3edc qwertyuiop qwerty1234 qwerty12345 qwerty123456 qazwsxedcrfv
  asdfghjkl1 asdfghjkl; zxcvbnm123 abcdefghij abcdefghijk abcd123456 abc1234567 password12 password123 password1234
  password12345 passwordpassword p@ssword123 p@ssw0rd123 passw0rd123 mypassword mypassword1 changeme123 letmein123
  letmein1234 welcome123 welcome1234 iloveyou12 iloveyou123 sunshine123 princess123 football123 baseball123
  superman123 batman12345 michael123 administrator admin12345 admin123456 basketball strawberry chocolate1
  trustno1234 starwars123 whatever123 computer123 liverpool1 manchester1 unbelievable correcthorse`.split(
    /\s+/,
  ),
);

/** What is wrong with a password, as a sentence; undefined where nothing is. */
export function passwordFault(password: string, email: string): string | undefined {
  const spelled = password.toLowerCase();
  const localPart = localPartOf(email);
  if (Array.from(password).length < MINIMUM_LENGTH)
    return `The password is too short. Choose at least ${MINIMUM_LENGTH} characters.`;
  if (COMMON.has(spelled))
    return 'This password is among the first that anyone would guess. Choose another one.';
  if (localPart.length >= TELLING_LENGTH && spelled.includes(localPart))
    return 'The password contains the name in your e-mail address. Choose one that does not.';
  return undefined;
}

/** @throws weak_password, with the fault as its sentence */
export function requireStrongPassword(password: string, email: string): void {
  const fault = passwordFault(password, email);
  if (fault !== undefined) throw problem('weak_password', { detail: fault });
}
