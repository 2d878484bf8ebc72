import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { frame } from '../contract/frame';
import { problem } from '../errors';
import type { BearerAuthentication } from '../identity/bearer';
import type { Database } from '../storage/database';
import type { UserStream } from '../user-stream/user-stream';
import { findProfile, profileSettings, saveSettings } from './profile-store';

const { shape } = profileSettings;
const settingsChange = z.strictObject({
  settings: z.strictObject({
    theme: shape.theme.unwrap().optional(),
    language: shape.language.unwrap().optional(),
    email_notifications: shape.email_notifications.unwrap().optional(),
  }),
});

export interface ProfileRoutes {
  db: Database;
  authentication: BearerAuthentication;
  stream: UserStream;
}

export function profileRoutes(server: FastifyInstance, { db, authentication, stream }: ProfileRoutes): void {
  server.get('/api/profile', async (request) => {
    const person = await authentication.person(request);
    return knownProfile(db, person.userId);
  });

  server.patch('/api/profile', async (request) => {
    const person = await authentication.person(request);
    const { settings } = settingsChange.parse(request.body);
    if (!(await saveSettings(db, person.userId, settings))) throw problem('profile_pending');
    const profile = await knownProfile(db, person.userId);
    await stream.publish(person.userId, frame('profile_updated', profile));
    return profile;
  });
}

async function knownProfile(db: Database, userId: string) {
  const profile = await findProfile(db, userId);
  if (!profile) throw problem('profile_pending');
  return profile;
}
