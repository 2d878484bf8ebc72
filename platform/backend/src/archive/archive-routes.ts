import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { problem } from '../errors';
import type { BearerAuthentication } from '../identity/bearer';
import { isKnown } from '../profiles/profile-store';
import type { Database } from '../storage/database';
import type { ThreadService } from '../threads/thread-service';
import { FORMATS } from './archive';
import { ARCHIVE_FORMATS, type ExportMaker } from './export-maker';
import { findExport, listExports, readPart, type ExportView } from './export-store';
import { archive, importArchive } from './import';

const wish = z.strictObject({ format: z.enum(FORMATS) });
const exportPath = z.object({ id: z.uuid() });
const LARGEST_IMPORT_BYTES = 16 * 1_048_576;

export interface ArchiveRoutes {
  db: Database;
  authentication: BearerAuthentication;
  exports: ExportMaker;
  threads: ThreadService;
}

/** Taking along what was said, and bringing along what was said elsewhere. */
export function archiveRoutes(server: FastifyInstance, parts: ArchiveRoutes): void {
  const { db, authentication, exports, threads } = parts;
  const own = async (request: FastifyRequest): Promise<ExportView> => {
    const { userId } = await authentication.person(request);
    const parsed = exportPath.safeParse(request.params);
    const found = parsed.success ? await findExport(db, userId, parsed.data.id) : undefined;
    if (!found) throw problem('export_not_found');
    return found;
  };

  server.post('/api/exports', async (request, reply) => {
    const { userId } = await authentication.person(request);
    const { format } = wish.parse(request.body);
    if (!(await isKnown(db, userId))) throw problem('profile_pending');
    const view = await exports.begin(userId, format);
    return reply.status(202).header('location', `/api/exports/${view.id}`).send(view);
  });

  server.get('/api/exports', async (request) => {
    const { userId } = await authentication.person(request);
    return { exports: await listExports(db, userId) };
  });

  server.get('/api/exports/:id', own);

  server.get('/api/exports/:id/download', async (request, reply) => {
    const { id, status, format, created_at, bytes } = await own(request);
    if (status !== 'ready') throw problem('export_not_ready', { retry_after: 1 });
    const name = `chats-${created_at.slice(0, 10)}.${format}`;
    return reply
      .type(ARCHIVE_FORMATS[format].contentType)
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(partsOf(db, id), { objectMode: false }));
  });

  server.post('/api/imports', { bodyLimit: LARGEST_IMPORT_BYTES }, async (request, reply) => {
    const { userId } = await authentication.person(request);
    const brought = archive.parse(request.body);
    if (!(await isKnown(db, userId))) throw problem('profile_pending');
    const made = await db.transaction().execute((tx) => importArchive(tx, userId, brought));
    for (const thread of made.threads) await threads.announceCreation(userId, thread);
    return reply.status(201).send(made);
  });
}

/** One part at a time, each when the one before has gone out. */
async function* partsOf(db: Database, id: string): AsyncGenerator<string> {
  for (let part = 0; ; part += 1) {
    const content = await readPart(db, id, part);
    if (content === undefined) return;
    yield content;
  }
}
