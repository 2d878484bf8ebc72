import { domainToASCII } from 'node:url';
import { problem } from '../errors';

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * One spelling per address: trimmed, lower case, the domain in its ASCII form. Lower-casing the local part is against
 * the letter of RFC 5321 and what every person expects.
 * @returns undefined for what is not an address of the form `local@domain.tld` (254 characters at most).
 */
export function normalisedEmail(written: string): string | undefined {
  const at = written.lastIndexOf('@');
  const localPart = written.slice(0, Math.max(at, 0)).trimStart().toLowerCase();
  const domain = domainToASCII(written.slice(at + 1).trim());
  const address = `${localPart}@${domain}`;
  const wellFormed = localPart.length <= 64 && LOCAL_PART.test(localPart) && DOMAIN.test(domain);
  return wellFormed && address.length <= 254 ? address : undefined;
}

/** @throws invalid_email */
export function requireEmail(written: string): string {
  const email = normalisedEmail(written);
  if (email === undefined) throw problem('invalid_email');
  return email;
}

export function localPartOf(email: string): string {
  return email.slice(0, email.lastIndexOf('@'));
}
