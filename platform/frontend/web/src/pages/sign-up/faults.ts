import type { Refusal } from '../../calls/use-submission';

export type FormField = 'name' | 'email' | 'password';

const BY_CODE: Readonly<Record<string, readonly FormField[]>> = {
  invalid_email: ['email'],
  email_taken: ['email'],
  weak_password: ['password'],
  invalid_credentials: ['email', 'password'],
};

/** The fields that a refusal is about: by its code, or as the sentence begins ("name: write a name."). */
export function fieldsAtFault(refusal: Refusal | undefined): readonly FormField[] {
  if (!refusal) return [];
  const named = /^(name|email|password): /.exec(refusal.sentence)?.[1];
  return BY_CODE[refusal.code] ?? (named === undefined ? [] : [named as FormField]);
}

/** The same sentence without the field's technical name in front. */
export function spoken(sentence: string): string {
  const plain = sentence.replaceAll(/(^|; )(?:name|email|password): /g, '$1');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
