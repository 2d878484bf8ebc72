import { z } from 'zod';
import type { User } from './users-table';

/** A person as they see themselves. `version` goes back in If-Match. */
export interface Account {
  id: string;
  email: string;
  name: string;
  picture: string | null;
  email_verified: boolean;
  plan: string;
  version: number;
  created_at: string;
}

export function accountOf(user: User): Account {
  const { id, email, name, picture, email_verified, plan, version } = user;
  return {
    id,
    email,
    name,
    picture,
    email_verified,
    plan,
    version,
    created_at: user.created_at.toISOString(),
  };
}

const CONTROL_CHARACTERS = /\p{Cc}/u;

export const personName = z
  .string()
  .trim()
  .min(1, 'write a name')
  .max(100, 'write a name of at most 100 characters')
  .refine((name) => !CONTROL_CHARACTERS.test(name), 'write the name on one line');

export const pictureAddress = z
  .url({ protocol: /^https?$/, error: 'give the address of a picture, beginning with https://' })
  .max(2_048);

/** The limit keeps hashing cheap; whether it is a good password is for the policy to say. */
export const password = z.string().max(1_000, 'choose a password of at most 1000 characters');
